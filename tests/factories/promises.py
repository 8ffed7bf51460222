"""Promises, made by the same service as everywhere."""

from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import system_actor
from exchange.promises.enums import PromiseSide
from exchange.promises.models import Promise
from exchange.promises.services import PromisePlan, record_promise

ACTOR = system_actor("tests")


def promise_plan(**changes: Any) -> PromisePlan:  # noqa: ANN401 - any of its fields
    """State what Heidelberg is to send in January 2027."""
    values: dict[str, Any] = {
        "side": PromiseSide.THEIRS,
        "title": Localized({"ja": "名簿を送る", "en": "Send the list"}),
        "due": PartialDate(2027, 1),
    }
    return PromisePlan(**(values | changes))


def make_promise(session: Session, partner: str = "heidelberg", **changes: Any) -> Promise:  # noqa: ANN401 - fields of the plan
    """Record a promise whose partner exists."""
    is_demo = bool(changes.pop("is_demo", False))
    plan = promise_plan(**changes)
    return record_promise(session, actor=ACTOR, partner=partner, plan=plan, is_demo=is_demo)
