"""Cancelling an edition: everyone in it is out, nothing counts, and everyone affected is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, stated
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.printing import range_text
from exchange.youth.enums import EDITION_STEPS, EditionState, RegistrationState
from exchange.youth.models import Cancellation, Edition, Registration
from exchange.youth.queries.cancelling import affected_registrations, cancelled_places
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.cancelling import Costs, ensure_costs, ensure_had_place, shares
from exchange.youth.services.closing import end_edition
from exchange.youth.services.steps import expect_seen, take_step
from exchange.youth.services.telling import tell_guardian, tell_school


@dataclass(frozen=True, slots=True)
class CancelLetter:
    """What a guardian or a school is told."""

    subject: Message
    body: Message


def cancel_edition(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    reason: str,
    costs: Costs | None = None,
    version: int | None = None,
) -> Edition:
    """Cancel an edition and every registration still in it; tell guardians and schools."""
    edition = locked_edition(session, actor, edition_id)
    expect_seen(edition, version)
    EDITION_STEPS.ensure(edition.state, EditionState.CANCELLED)
    if not reason:
        raise DomainError(message("youth.error.reason_missing"), field="reason")
    costs = costs or Costs()
    ensure_costs(costs)
    affected = affected_registrations(session, edition.id)
    # Nobody handed a draft in: its family and its school have nothing to be told.
    handed_in = [row for row in affected if row.state is not RegistrationState.DRAFT]
    target = RegistrationState.CANCELLED_BY_PROGRAMME
    for registration in affected:
        take_step(session, actor=actor, registration=registration, target=target, reason=reason)
    edition.state_reason = reason
    end_edition(session, actor=actor, edition=edition, target=EditionState.CANCELLED)
    _keep(session, edition, costs, told=_tell_all(session, edition, handed_in, costs))
    return edition


def note_wishes(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    wanting: Collection[UUID],
    seen: Collection[UUID] | None = None,
    listed: Collection[UUID] | None = None,
) -> int:
    """Keep who of a cancelled edition wants to come a year later; return how many in all.

    `listed` is who stood on the page, None for everybody. `seen` is who of them wanted to when
    the list was opened, None for a command; raises StaleRowError with who wants to now where
    somebody else said otherwise meanwhile.
    """
    edition = locked_edition(session, actor, edition_id)
    placed = cancelled_places(session, edition.id)
    rows = [row for row in placed if listed is None or row.id in listed]
    ensure_had_place(wanting, [row.id for row in rows])
    present = [row.id for row in rows if row.wants_next_year]
    if seen is not None and set(seen) != set(present) != set(wanting):
        raise StaleRowError(theirs={"chosen": present}, version=0)
    for row in rows:
        before, wants = row.wants_next_year, row.id in wanting
        if before is wants:
            continue
        row.wants_next_year = wants
        flush(session)
        record(
            session,
            actor=actor,
            act="registrations.wish",
            subject=Subject("registration", row.id),
            changes={"wants_next_year": (before, wants)},
        )
    return sum(row.wants_next_year for row in placed)


def guardian_letter(edition: Edition, reason: str, costs: Costs, language: str) -> CancelLetter:
    """Write what a guardian is told, in a language; the child's name is not in it."""
    title, dates = _named(edition, language)
    refund = message("youth.cancel.mail.fees_later")
    if costs.refund is not None:
        refund = message("youth.cancel.mail.refund", amount=costs.refund)
    return CancelLetter(
        subject=message("youth.cancel.mail.subject", edition=title),
        body=message(
            "youth.cancel.mail.guardian",
            edition=title,
            dates=dates,
            reason=reason,
            fees=refund,
            section=edition.programme.section,
        ),
    )


def school_letter(edition: Edition, reason: str, registered: int) -> CancelLetter:
    """Write what a school is told: how many of its pupils, whose names its desk shows."""
    title, dates = _named(edition, Language.JA)
    return CancelLetter(
        subject=message("youth.cancel.mail.subject", edition=title),
        body=message(
            "youth.cancel.mail.school",
            edition=title,
            dates=dates,
            reason=reason,
            count=registered,
            section=edition.programme.section,
        ),
    )


def _tell_all(
    session: Session, edition: Edition, affected: Sequence[Registration], costs: Costs
) -> tuple[int, int]:
    """Write to guardians and schools; return how many guardians and accounts are told."""
    guardians = accounts = 0
    reason = edition.state_reason or ""
    for row in affected:
        letter = guardian_letter(edition, reason, costs, row.guardian_language)
        guardians += tell_guardian(session, row, letter.subject, letter.body)
    for share in shares(affected):
        letter = school_letter(edition, reason, share.registered)
        accounts += tell_school(session, share.school.id, letter.subject, letter.body)
    return guardians, accounts


def _keep(session: Session, edition: Edition, costs: Costs, *, told: tuple[int, int]) -> None:
    session.add(
        Cancellation(
            edition_id=edition.id,
            fiscal_year=FiscalYear.of(clock.today()).start,
            **stated(costs),
            guardians_told=told[0],
            accounts_told=told[1],
            cancelled_at=clock.now(),
        )
    )
    flush(session)


def _named(edition: Edition, language: str) -> tuple[str, str]:
    """Return an edition's title and days in a language; plain Japanese has those of Japanese."""
    known = language if language in tuple(Language) else Language.JA
    return edition.title.in_language(known), range_text(edition.starts, edition.ends, known)
