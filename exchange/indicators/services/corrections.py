"""Corrections of a closed year, as a person enters them."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.keys import LedgerKey
from exchange.core.permissions import Actor
from exchange.indicators.queries.closing import participation_by_id
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger import Finding, counted_as, propose
from exchange.youth.models import Correction
from exchange.youth.queries.counting import counting_rule
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.corrections import (
    ensure_countable,
    ensure_counted,
    ensure_number,
    ensure_of_edition,
)
from exchange.youth.rules.counting import completion_of, count_reason


def enter_number(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    change: tuple[int, int, int],
    reason: str,
) -> Correction:
    """Enter that an edition had more or fewer.

    Person-times, unique persons of the year among them, and among these since the start.
    """
    times, unique, since = change
    ensure_number(times, unique, since)
    edition = edition_for(session, actor, edition_id)
    rule = counting_rule(session, edition.fiscal_year)
    counted = count_reason(completion_of(None, edition, edition.programme), rule)
    ensure_countable(counted, field="edition_id")
    finding = Finding(
        fiscal_year=edition.fiscal_year,
        kind=CorrectionKind.NUMBER,
        reason=reason,
        edition_id=edition.id,
        person_times=times,
        unique_persons=unique,
        unique_since=since,
        is_demo=edition.is_demo,
    )
    return propose(session, actor=actor, finding=finding)


def enter_found(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    registration_id: UUID,
    reason: str,
    ledger_key: LedgerKey,
) -> Correction:
    """Enter that a registered pupil took part after all."""
    edition = edition_for(session, actor, edition_id)
    registration = registration_for(session, actor, registration_id)
    ensure_of_edition(registration, edition)
    rule = counting_rule(session, edition.fiscal_year)
    counted = count_reason(completion_of(registration, edition, edition.programme), rule)
    ensure_countable(counted, field="registration_id")
    finding = Finding(
        fiscal_year=edition.fiscal_year,
        kind=CorrectionKind.FOUND,
        reason=reason,
        edition_id=edition.id,
        digests=[ledger_key.digest(registration.pupil_id)],
        is_demo=edition.is_demo,
    )
    return propose(session, actor=actor, finding=finding)


def enter_struck(
    session: Session, *, actor: Actor, participation_id: UUID, reason: str
) -> Correction:
    """Enter that a participation of the ledger should not be there."""
    row, _ = participation_by_id(session, participation_id)
    ensure_counted(row)
    finding = Finding(
        fiscal_year=row.fiscal_year,
        kind=CorrectionKind.STRUCK,
        reason=reason,
        edition_id=row.edition_id,
        participation_id=row.id,
        digests=[counted_as(session, row.person_digest, row.fiscal_year)],
        is_demo=row.is_demo,
    )
    return propose(session, actor=actor, finding=finding)
