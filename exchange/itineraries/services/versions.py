"""Publish a programme as v1, v2 …: the plan as data, who, when, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from enum import Enum
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import subject_of
from exchange.itineraries.models import ItineraryItem, PlanVersion
from exchange.itineraries.queries import items_of, latest_version, versions_of
from exchange.itineraries.services.items import plan_of, stated
from exchange.itineraries.versions import Changes, Plan, compare


def publish_version(session: Session, *, actor: Actor, visit_id: UUID, note: str) -> PlanVersion:
    """Keep the programme of now as the next version.

    Raises DomainError where there is no item, or nothing changed since the last version.
    """
    visit = locked_visit(session, visit_id)
    plan = snapshot(items_of(session, visit_id))
    if not plan:
        raise DomainError(message("itineraries.error.nothing_to_publish"))
    earlier = versions_of(session, visit_id)
    if earlier and not compare(earlier[0].plan, plan):
        raise DomainError(message("itineraries.error.no_change", number=earlier[0].number))
    version = PlanVersion(
        id=uuid7(),
        visit_id=visit_id,
        number=earlier[0].number + 1 if earlier else 1,
        at=clock.now(),
        by=actor.name,
        note=note,
        plan=[dict(each) for each in plan],
    )
    session.add(version)
    record(
        session,
        actor=actor,
        act="visits.publish_version",
        subject=subject_of(visit),
        changes={"number": (None, version.number), "note": (None, note)},
    )
    flush(session)
    return version


def changes_since(session: Session, visit_id: UUID, number: int) -> Changes:
    """Return what of the programme changed since a version; raises NotFoundError for none."""
    found = [each for each in versions_of(session, visit_id) if each.number == number]
    if not found:
        raise NotFoundError
    return compare(found[0].plan, snapshot(items_of(session, visit_id)))


def changed_since(session: Session, visit_id: UUID, items: Iterable[ItineraryItem]) -> int | None:
    """Return the number of the last version where the programme has changed since; else None."""
    latest = latest_version(session, visit_id)
    return latest.number if latest and compare(latest.plan, snapshot(items)) else None


def snapshot(items: Iterable[ItineraryItem]) -> Sequence[Plan]:
    """Return items as data, in their order."""
    return [{"key": str(item.id), **_plain(stated(plan_of(item)))} for item in items]


def _plain(values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: _json(value) for name, value in values.items()}


def _json(value: object) -> object:
    match value:
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value
