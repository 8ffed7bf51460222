"""Save a visit's grid: every row or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import Localized, flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.walltime import zone_named
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import TOPIC
from exchange.itineraries.clocks import city_key
from exchange.itineraries.enums import Column
from exchange.itineraries.grid import ReadRow, RowPlan, cells_of
from exchange.itineraries.models import ItineraryItem, ToldCity
from exchange.itineraries.queries import ended_keys, items_of, told_cities
from exchange.itineraries.services.items import (
    ItemPlan,
    plan_of,
    put_item,
    restate_item,
    take_off,
)


class StaleGridError(DomainError):
    """Somebody else changed rows since the page was opened."""

    status = 409

    def __init__(self, theirs: Mapping[UUID, tuple[Mapping[Column, str], int]]) -> None:
        super().__init__(message("itineraries.error.stale_rows"))
        #: By key what a row says now and its version; 0 for one that was taken off.
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Saved:
    """How many rows were added, changed and taken off."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def save_grid(session: Session, *, actor: Actor, visit_id: UUID, rows: Sequence[ReadRow]) -> Saved:
    """Save rows that were read without a problem; rows nobody touched are left alone.

    Raises StaleGridError, and nothing is saved, when a touched row was changed in between.
    """
    visit = locked_visit(session, visit_id)
    items = {item.id: item for item in items_of(session, visit_id)}
    touched = [row for row in rows if row.typed.touched]
    _ensure_fresh(touched, items, ended_keys(session, visit_id))
    saved = Saved()
    for row in touched:
        did = _save(session, actor, visit, row.plan, (row.typed.key, items.get(row.typed.key)))
        saved = replace(saved, **{did: getattr(saved, did) + 1}) if did else saved
    if saved != Saved():
        touch(session, TOPIC)
        flush(session)
    return saved


def tell_city(session: Session, *, actor: Actor, visit_id: UUID, name: str, zone: str) -> None:
    """Remember which clock a city's name means; the first answer stays."""
    zone_named(zone, field="zone")
    key = city_key(name)
    if key in told_cities(session):
        return
    session.add(ToldCity(key=key, name=name, zone=zone))
    record(
        session,
        actor=actor,
        act="visits.tell_city",
        subject=Subject("visit", visit_id),
        changes=created({"city": name, "zone": zone}),
    )
    flush(session)


def _ensure_fresh(
    rows: Sequence[ReadRow], items: Mapping[UUID, ItineraryItem], ended: frozenset[UUID]
) -> None:
    theirs: dict[UUID, tuple[Mapping[Column, str], int]] = {}
    for row in rows:
        key, item = row.typed.key, items.get(row.typed.key)
        if item is not None:
            if not _agrees(item, row):
                theirs[key] = (cells_of(item), item.version)
        elif row.plan is not None and (row.typed.version or key in ended):
            theirs[key] = ({}, 0)
    if theirs:
        raise StaleGridError(theirs)


def _agrees(item: ItineraryItem, row: ReadRow) -> bool:
    """Say whether a row was written from the item as it is, or says just that."""
    if item.version == row.typed.version:
        return True
    return row.plan is not None and item.title["ja"] == row.plan.title and _says(item, row.plan)


def _says(item: ItineraryItem, row: RowPlan) -> bool:
    return all(getattr(item, name) == value for name, value in _said(row).items())


def _save(  # noqa: PLR0917 - one row, from save_grid alone
    session: Session,
    actor: Actor,
    visit: Visit,
    row: RowPlan | None,
    saved: tuple[UUID, ItineraryItem | None],
) -> Literal["added", "changed", "removed", ""]:
    key, item = saved
    if row is None:
        if item is None:
            return ""
        take_off(session, actor=actor, visit=visit, item=item)
        return "removed"
    if item is None:
        plan = ItemPlan(title=Localized({"ja": row.title}), **_said(row))
        put_item(session, actor=actor, visit=visit, plan=plan, key=key)
        return "added"
    title = Localized({**item.title, "ja": row.title})
    plan = replace(plan_of(item), title=title, **_said(row))
    changed = restate_item(session, actor=actor, visit=visit, item=item, plan=plan)
    return "changed" if changed else ""


def _said(row: RowPlan) -> dict[str, Any]:
    names = ("start", "end", "city", "end_city", "transport", "lodging", "meal", "place", "track")
    return {name: getattr(row, name) for name in names}
