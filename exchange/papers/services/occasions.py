"""Write what is printed for an occasion: the order of a ceremony, speeches, word to the press."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import Localized, expect_version, flush, restate, stated, uuid7
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.delegations.rules import ensure_publishable
from exchange.delegations.services.visits import subject_of
from exchange.itineraries.queries import item_by_id
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony, PressRelease, Speech, UsualSteps
from exchange.papers.queries import ceremony_of, press_release_of, speech_by_id, usual_steps_of
from exchange.papers.rules import ensure_paired

_Row = TypeVar("_Row", Ceremony, PressRelease, UsualSteps)


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyPlan:
    """What a person states of the order of an item."""

    occasion: Occasion
    steps: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPlan:
    """What a person states of a speech; `minutes` is how long it may take."""

    occasion: Occasion
    speaker: str
    minutes: int
    text: Localized
    points: Localized | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PressPlan:
    """What only people know of a press release."""

    title: str
    day: date
    text: str
    contact: str
    coverage: str = ""


def write_ceremony(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    item_id: UUID,
    plan: CeremonyPlan,
    version: int,
    key: UUID,
    is_demo: bool = False,
) -> Ceremony:
    """Write the order of an item, or put it right.

    Raises NotFoundError, StaleRowError, and DomainError where languages differ in their steps.
    """
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, item_id)
    ensure_paired(plan.steps)
    found = ceremony_of(session, item.id)
    row = found or Ceremony(id=key, item_id=item.id, is_demo=is_demo, **stated(plan))
    if _kept(found, version, key):
        return row
    changes = _written(session, row, found, plan)
    if changes:
        changes["item"] = (item.id, item.id)
        record(
            session,
            actor=actor,
            act="papers.write",
            subject=subject_of(visit),
            changes=changes,
        )
    return row


def state_usual_steps(
    session: Session, *, actor: Actor, occasion: Occasion, steps: Localized, version: int, key: UUID
) -> UsualSteps:
    """State the steps that are offered for an occasion; raises StaleRowError, DomainError."""
    ensure_paired(steps)
    found = usual_steps_of(session, occasion)
    plan = CeremonyPlan(occasion=occasion, steps=steps)
    row = found or UsualSteps(id=key, **stated(plan))
    if _kept(found, version, key):
        return row
    if changes := _written(session, row, found, plan):
        subject = Subject("usual_ceremony", row.id)
        record(session, actor=actor, act="papers.state_usual", subject=subject, changes=changes)
    return row


def add_speech(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    plan: SpeechPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Speech:
    """Write a speech; a form sent twice writes one. Raises NotFoundError for an item not there."""
    visit = locked_visit(session, visit_id)
    _ensure_item(session, visit_id, plan.item_id)
    if key is not None and (known := session.get(Speech, key)) is not None:
        return known
    speech = Speech(id=key or uuid7(), visit_id=visit_id, is_demo=is_demo, **stated(plan))
    session.add(speech)
    flush(session)
    record(
        session,
        actor=actor,
        act="papers.write",
        subject=subject_of(visit),
        changes=created({"speech": speech.id, **stated(plan)}),
    )
    return speech


def revise_speech(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, plan: SpeechPlan
) -> Speech:
    """Change a speech; raises StaleRowError with what it says now."""
    visit, speech = locked_visit(session, visit_id), speech_by_id(session, visit_id, key)
    expect_version(speech, version)
    if plan.item_id != speech.item_id:
        _ensure_item(session, visit_id, plan.item_id)
    changes = restate(speech, stated(plan))
    if changes:
        flush(session)
        changes["speech"] = (speech.id, speech.id)
        record(
            session,
            actor=actor,
            act="papers.write",
            subject=subject_of(visit),
            changes=changes,
        )
    return speech


def end_speech(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> Speech:
    """Take a speech off the papers of a visit; the row stays."""
    visit, speech = locked_visit(session, visit_id), speech_by_id(session, visit_id, key)
    expect_version(speech, version)
    speech.ended_at = clock.now()
    flush(session)
    record(
        session,
        actor=actor,
        act="papers.end_speech",
        subject=subject_of(visit),
        changes={"speech": (speech.id, None), "ended_at": (None, speech.ended_at)},
    )
    return speech


def write_press_release(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    plan: PressPlan,
    version: int,
    key: UUID,
    is_demo: bool = False,
) -> PressRelease:
    """Write the press release of a confirmed visit, or put it right.

    Raises DomainError for a visit that is not confirmed, StaleRowError.
    """
    visit = locked_visit(session, visit_id)
    ensure_publishable(visit.state)
    found = press_release_of(session, visit_id)
    row = found or PressRelease(id=key, visit_id=visit_id, is_demo=is_demo, **stated(plan))
    if _kept(found, version, key):
        return row
    if changes := _written(session, row, found, plan):
        changes["press_release"] = (found and found.id, row.id)
        record(
            session,
            actor=actor,
            act="papers.write",
            subject=subject_of(visit),
            changes=changes,
        )
    return row


def _kept(found: Ceremony | PressRelease | UsualSteps | None, version: int, key: UUID) -> bool:
    """Say whether a form is sent twice: what it made is there. Raises StaleRowError."""
    if found is None:
        return False
    if not version and found.id == key:
        return True
    expect_version(found, version)
    return False


def _written(
    session: Session, row: _Row, found: _Row | None, plan: CeremonyPlan | PressPlan
) -> dict[str, tuple[object, object]]:
    """Save a new row or a changed one; return what changed."""
    values = stated(plan)
    if found is None:
        session.add(row)
        changes = dict(created(values))
    else:
        changes = restate(row, values)
    flush(session)
    return changes


def _ensure_item(session: Session, visit_id: UUID, item_id: UUID | None) -> None:
    if item_id is not None:
        item_by_id(session, visit_id, item_id)
