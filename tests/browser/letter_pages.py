"""The pages of promises, and the keys their addresses name in the demo data."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.promises.enums import PromiseState
from exchange.promises.models import Promise

LETTER_PAGES: Final = (
    "/promises/",
    "/promises/?state=dropped",
    "/promises/new",
    "/promises/new?visit={over}",
    "/promises/new?partner=kaohsiung",
    "/promises/{promise}/",
    "/promises/{kept_promise}/",
    "/promises/{promise}/edit",
)


def keys_of_letters(session: Session) -> dict[str, object]:
    """Find an open promise and a kept one."""
    ordered = select(Promise.id).order_by(Promise.sort_day, Promise.id)
    return {
        "promise": session.scalars(ordered.where(Promise.state == PromiseState.OPEN)).all()[0],
        "kept_promise": session.scalars(ordered.where(Promise.state == PromiseState.DONE)).one(),
    }
