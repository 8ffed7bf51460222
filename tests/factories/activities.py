"""Activities, logged by the same service as everywhere."""

from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import system_actor
from exchange.strategy.enums import ActivityKind, ActivityOrganiser
from exchange.strategy.models import Activity
from exchange.strategy.services import ActivityPlan, log_activity

ACTOR = system_actor("tests")


def activity_plan(**changes: Any) -> ActivityPlan:  # noqa: ANN401 - any of its fields
    """State a seminar the city held in October 2026."""
    values: dict[str, Any] = {
        "kind": ActivityKind.SEMINAR,
        "title": Localized({"ja": "国際理解セミナー", "en": "Seminar"}),
        "held": PartialDate(2026, 10, 17),
        "organiser": ActivityOrganiser.CITY,
        "section": "国際課",
        "evidence": "実施報告書（R8国際第12号）",
    }
    return ActivityPlan(**(values | changes))


def make_activity(session: Session, **changes: Any) -> Activity:  # noqa: ANN401 - fields of the plan
    """Log an activity; what it is tied to exists."""
    is_demo = bool(changes.pop("is_demo", False))
    return log_activity(session, actor=ACTOR, plan=activity_plan(**changes), is_demo=is_demo)
