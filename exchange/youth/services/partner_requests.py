"""Ask an edition's partner, note its answer, take a request back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, restate, stated, uuid7
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models import PartnerRequest
from exchange.youth.queries.partner_requests import request_for
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.partner_requests import (
    ensure_answered,
    ensure_asked,
    ensure_asks,
    ensure_said,
    ensure_waiting,
)


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What is asked of a partner, on which day, and by when the answer is wanted."""

    kind: PartnerRequestKind
    asked_on: date
    words: str = ""
    due: date | None = None
    note: str = ""


def ask_partner(
    session: Session, *, actor: Actor, edition_id: UUID, asked: AskedOf, key: UUID | None = None
) -> PartnerRequest:
    """Note what an edition's partner was asked for; sent twice it is one."""
    edition = locked_edition(session, actor, edition_id)
    ensure_asks(edition.state)
    ensure_said(asked.kind, asked.words)
    ensure_asked(asked.asked_on, asked.due, clock.today())
    row = PartnerRequest(
        id=key or uuid7(),
        edition_id=edition.id,
        is_demo=edition.is_demo,
        reason="",
        **stated(asked),
    )
    row, new = add_once(session, row)
    if row.edition_id != edition.id:
        raise NotFoundError
    if new:
        record(
            session,
            actor=actor,
            act="partner_requests.ask",
            subject=Subject("edition", edition.id),
            changes=created(stated(asked)),
        )
    return row


def note_partner_answer(
    session: Session, *, actor: Actor, key: UUID, answered_on: date, note: str, version: int
) -> PartnerRequest:
    """Note the day on which the partner answered, also after the edition is over."""
    row = _waiting(session, actor, key, version)
    ensure_answered(row.asked_on, answered_on, clock.today())
    changes = restate(row, {"answered_on": answered_on, "note": note})
    _end(session, actor, row, act="partner_requests.answer", changes=changes)
    return row


def take_back_partner_request(
    session: Session, *, actor: Actor, key: UUID, reason: str, version: int
) -> PartnerRequest:
    """Say that an answer is not needed any more, and why."""
    row = _waiting(session, actor, key, version)
    changes = restate(row, {"taken_back_on": clock.today(), "reason": reason})
    _end(session, actor, row, act="partner_requests.take_back", changes=changes)
    return row


def _waiting(session: Session, actor: Actor, key: UUID, version: int) -> PartnerRequest:
    row = request_for(session, actor, key)
    expect_version(row, version)
    ensure_waiting(row)
    return row


def _end(
    session: Session,
    actor: Actor,
    row: PartnerRequest,
    *,
    act: str,
    changes: dict[str, tuple[object, object]],
) -> None:
    flush(session)
    subject = Subject("edition", row.edition_id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
