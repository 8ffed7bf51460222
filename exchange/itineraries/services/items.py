"""Add, correct and end what is on a visit's programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

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
from exchange.core.languages import FEED_LANGUAGES, Language
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.walltime import WallTime, occurrences, zone_named
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import TOPIC, subject_of
from exchange.itineraries.enums import Attending
from exchange.itineraries.models import ItemPerson, ItineraryItem
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.rules import ensure_near, ensure_order

#: What is stated in one line of text or by a tick, by the names of columns and fields.
_PLAIN: Final = (
    "place",
    "end_place",
    "track",
    "city",
    "end_city",
    "transport",
    "lodging",
    "meal",
    "set_meal",
    "host",
    "interpreter",
    "vehicle",
    "dress",
    "rain_plan",
    "gift_note",
    "cost_note",
    "speech",
    "open_to_press",
    "fixed",
    "attending",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlan:
    """What a person states about an item; the times are made by WallTime.planned."""

    title: Localized
    start: WallTime
    end: WallTime
    place: str = ""
    end_place: str = ""
    track: str = ""
    city: str = ""
    end_city: str = ""
    transport: str = ""
    lodging: str = ""
    meal: str = ""
    set_meal: bool = False
    host: str = ""
    interpreter: str = ""
    vehicle: str = ""
    dress: str = ""
    rain_plan: str = ""
    gift_note: str = ""
    cost_note: str = ""
    own_text: Localized | None = None
    partner_text: Localized | None = None
    speech: bool = False
    open_to_press: bool = False
    fixed: bool = False
    attending: Attending = Attending.PARTY
    #: Keys of the people named for it, beside the delegation or alone.
    people: tuple[UUID, ...] = ()


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
    item = put_item(session, actor=actor, visit=visit, plan=plan, key=key, is_demo=is_demo)
    touch(session, TOPIC)
    return item


def put_item(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    plan: ItemPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> ItineraryItem:
    """Add an item to a visit that is locked."""
    _ensure_times(visit, plan)
    item = ItineraryItem(id=key or uuid7(), visit_id=visit.id, is_demo=is_demo)
    _take(item, plan)
    item, new = add_once(session, item)
    if new:
        values = {"item": item.id, **stated(plan)}
        plain = {name: value for name, value in values.items() if value not in _UNSAID}
        record(
            session,
            actor=actor,
            act="visits.add_item",
            subject=subject_of(visit),
            changes=created(plain),
        )
    return item


def correct_item(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, plan: ItemPlan
) -> ItineraryItem:
    """Change an item; raises StaleRowError with what it says now."""
    visit = locked_visit(session, visit_id)
    _ensure_times(visit, plan)
    item = item_by_id(session, visit_id, key)
    if item.version != version:
        raise StaleRowError(theirs=stated(plan_of(item)), version=item.version)
    if restate_item(session, actor=actor, visit=visit, item=item, plan=plan):
        touch(session, TOPIC)
        flush(session)
    return item


def restate_item(
    session: Session, *, actor: Actor, visit: Visit, item: ItineraryItem, plan: ItemPlan
) -> bool:
    """Change an item of a visit that is locked; return whether it said something else before."""
    _ensure_times(visit, plan)
    before, after = stated(plan_of(item)), stated(plan)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return False
    _take(item, plan)
    # People named for an item are rows beside it: their change is a change of the item.
    flag_modified(item, "updated_at")
    changes["item"] = (item.id, item.id)
    record(
        session, actor=actor, act="visits.correct_item", subject=subject_of(visit), changes=changes
    )
    return True


def end_item(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> ItineraryItem:
    """Take an item off the programme; the row stays."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, key)
    expect_version(item, version)
    take_off(session, actor=actor, visit=visit, item=item)
    touch(session, TOPIC)
    flush(session)
    return item


def take_off(session: Session, *, actor: Actor, visit: Visit, item: ItineraryItem) -> None:
    """Take an item off the programme of a visit that is locked."""
    item.ended_at = clock.now()
    record(
        session,
        actor=actor,
        act="visits.end_item",
        subject=subject_of(visit),
        changes={"item": (item.id, None), "title": (item.title["ja"], None)},
    )


def plan_of(item: ItineraryItem) -> ItemPlan:
    """Return what is stated about an item."""
    return ItemPlan(
        title=item.title,
        start=item.start,
        end=item.end,
        own_text=item.own_text,
        partner_text=item.partner_text,
        people=tuple(sorted(link.person_id for link in item.named)),
        **{name: getattr(item, name) for name in _PLAIN},
    )


def stated(plan: ItemPlan) -> Mapping[str, object]:
    """Return an item by the names of the form's fields."""
    return {
        **localized_fields("title", plan.title),
        **{name: getattr(plan, name) for name in _PLAIN},
        **localized_fields("own_text", plan.own_text),
        **_in_partners_languages(plan.partner_text),
        "people": [str(key) for key in plan.people],
        **_clock("start", plan.start),
        **_clock("end", plan.end),
    }


#: What says nothing of a new item.
_UNSAID: Final[tuple[object, ...]] = ("", False, [], Attending.PARTY)


def _in_partners_languages(text: Localized | None) -> Mapping[str, str]:
    """Return the partner's text by the names of its fields, one for every language of papers."""
    texts: Mapping[str, str] = text or {}
    others = {
        f"partner_text_{tag.lower().replace('-', '_')}": texts.get(tag, "")
        for tag in FEED_LANGUAGES
        if tag != Language.JA
    }
    return {"partner_text": texts.get("ja", ""), **others}


def _ensure_times(visit: Visit, plan: ItemPlan) -> None:
    ensure_order(plan.start, plan.end)
    ensure_near(plan.start, plan.end, first=visit.starts, last=visit.ends)


def _take(item: ItineraryItem, plan: ItemPlan) -> None:
    item.title, item.own_text, item.partner_text = plan.title, plan.own_text, plan.partner_text
    for name in _PLAIN:
        setattr(item, name, getattr(plan, name))
    known = {link.person_id: link for link in item.named}
    item.named = [known.get(key) or ItemPerson(person_id=key) for key in plan.people]
    item.plan(plan.start, plan.end)


def _clock(name: str, value: WallTime) -> Mapping[str, object]:
    twice = len(occurrences(value.day, value.clock, zone_named(value.zone))) > 1
    return {
        f"{name}_day": value.day,
        f"{name}_clock": value.clock,
        f"{name}_zone": value.zone,
        f"{name}_fold": str(value.fold) if twice else "",
    }
