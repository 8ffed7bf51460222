"""What is on a visit's programme."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.walltime import WallTime
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.services.items import ItemPlan, add_item
from tests.factories.delegations import ACTOR


def wall(text: str, zone: str) -> WallTime:
    """Read `2027-05-19 09:00` at a zone."""
    day, clock = text.split()
    return WallTime.planned(date.fromisoformat(day), time.fromisoformat(clock), zone=zone)


def make_item(
    session: Session,
    visit: Visit,
    start: str = "2027-05-19 09:00",
    end: str = "2027-05-19 10:30",
    **changes: Any,  # noqa: ANN401 - any field of the plan
) -> ItineraryItem:
    """Add an item in Heidelberg; `zones` may name another start and end."""
    first, last = changes.pop("zones", ("Europe/Berlin", "Europe/Berlin"))
    title = changes.pop("title", Localized({"ja": "市長表敬"}))
    plan = ItemPlan(title=title, start=wall(start, first), end=wall(end, last), **changes)
    return add_item(session, actor=ACTOR, visit_id=visit.id, plan=plan)
