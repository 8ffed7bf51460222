"""Looking people up."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.people.models import Person

_ORDER: Final = Order(Person.sort_key, Person.id)


def person_by_id(session: Session, key: UUID) -> Person:
    """Return a person; raises NotFoundError."""
    found = session.get(Person, key)
    if found is None:
        raise NotFoundError
    return found


def people_page(session: Session, *, text: str = "", cursor: str | None = None) -> Page[Person]:
    """Return a page of people in the order of their readings, all or those matching a name."""
    wanted = fold(text)
    statement = _matching(wanted) if wanted else select(Person)
    return paginate(session, statement, _ORDER, cursor=cursor)


def people_matching(session: Session, text: str, *, limit: int = 10) -> Sequence[Person]:
    """Return the first people one of whose spellings contains `text`; none for an empty one."""
    wanted = fold(text)
    if not wanted:
        return ()
    ordered = _matching(wanted).order_by(Person.sort_key, Person.id)
    return session.scalars(ordered.limit(limit)).all()


def _matching(folded: str) -> Select[Person]:
    return select(Person).where(Person.search_key.contains(folded, autoescape=True))
