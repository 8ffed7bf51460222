"""Add, correct and end what is on a visit's programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    localized_fields,
    uuid7,
)
from exchange.core.errors import StaleRowError
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.walltime import WallTime, occurrences, zone_named
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import TOPIC, subject_of
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.rules import ensure_near, ensure_order


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlan:
    """What a person states about an item; the times are made by WallTime.planned."""

    title: Localized
    start: WallTime
    end: WallTime
    place: str = ""
    track: str = ""


def add_item(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    plan: ItemPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> ItineraryItem:
    """Add an item; a form sent twice adds one. Raises DomainError when it ends before it starts."""
    visit = locked_visit(session, visit_id)
    _ensure_times(visit, plan)
    item = ItineraryItem(id=key or uuid7(), visit_id=visit.id, is_demo=is_demo)
    _take(item, plan)
    item, new = add_once(session, item)
    if new:
        values = {"item": item.id, **stated(plan)}
        record(
            session,
            actor=actor,
            act="visits.add_item",
            subject=subject_of(visit),
            changes=created({name: value for name, value in values.items() if value != ""}),
        )
        touch(session, TOPIC)
    return item


def correct_item(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, plan: ItemPlan
) -> ItineraryItem:
    """Change an item; raises StaleRowError with what it says now."""
    visit = locked_visit(session, visit_id)
    _ensure_times(visit, plan)
    item = item_by_id(session, visit_id, key)
    before = stated(plan_of(item))
    if item.version != version:
        raise StaleRowError(theirs=before, version=item.version)
    after = stated(plan)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return item
    _take(item, plan)
    changes["item"] = (item.id, item.id)
    record(
        session, actor=actor, act="visits.correct_item", subject=subject_of(visit), changes=changes
    )
    touch(session, TOPIC)
    flush(session)
    return item


def end_item(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> ItineraryItem:
    """Take an item off the programme; the row stays."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, key)
    expect_version(item, version)
    item.ended_at = clock.now()
    record(
        session,
        actor=actor,
        act="visits.end_item",
        subject=subject_of(visit),
        changes={"item": (item.id, None), "title": (item.title["ja"], None)},
    )
    touch(session, TOPIC)
    flush(session)
    return item


def plan_of(item: ItineraryItem) -> ItemPlan:
    """Return what is stated about an item."""
    return ItemPlan(
        title=item.title, start=item.start, end=item.end, place=item.place, track=item.track
    )


def stated(plan: ItemPlan) -> Mapping[str, object]:
    """Return an item by the names of the form's fields."""
    return {
        **localized_fields("title", plan.title),
        "place": plan.place,
        "track": plan.track,
        **_clock("start", plan.start),
        **_clock("end", plan.end),
    }


def _ensure_times(visit: Visit, plan: ItemPlan) -> None:
    ensure_order(plan.start, plan.end)
    ensure_near(plan.start, plan.end, first=visit.starts, last=visit.ends)


def _take(item: ItineraryItem, plan: ItemPlan) -> None:
    item.title, item.place, item.track = plan.title, plan.place, plan.track
    item.plan(plan.start, plan.end)


def _clock(name: str, value: WallTime) -> Mapping[str, object]:
    twice = len(occurrences(value.day, value.clock, zone_named(value.zone))) > 1
    return {
        f"{name}_day": value.day,
        f"{name}_clock": value.clock,
        f"{name}_zone": value.zone,
        f"{name}_fold": str(value.fold) if twice else "",
    }
