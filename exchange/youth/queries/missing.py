"""What registrations lack, for the desk, the board and the registrations' own pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.languages import OFFICE_ZONE
from exchange.youth.models import Edition, Registration, RegistrationStep
from exchange.youth.queries.consents import agreed_of, asked_days_of
from exchange.youth.queries.followups import filled_of
from exchange.youth.rules.consents import Consents, is_asked
from exchange.youth.rules.followups import Needs, needs
from exchange.youth.rules.missing import (
    Gap,
    asker_of,
    attendance_of,
    consent_of,
    correction_of,
    follow_up_of,
    guardian_of,
    principal_of,
)


def missing_for(
    session: Session, registrations: Sequence[Registration], today: date
) -> Mapping[UUID, Sequence[Gap]]:
    """Return what each registration lacks, by its key, the longest wait first.

    One statement a kind, however many registrations are asked about.
    """
    if not registrations:
        return {}
    facts = _facts(session, registrations)
    return {
        row.id: sorted(_gaps(row, facts, today), key=lambda gap: (gap.since, gap.kind))
        for row in registrations
    }


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of some registrations, by their keys and their editions'."""

    since: Mapping[UUID, date]
    editions: Mapping[UUID, Edition]
    consents: Mapping[UUID, Consents]
    asked: Mapping[UUID, date]
    filled: Mapping[UUID, Needs]


def _facts(session: Session, registrations: Sequence[Registration]) -> _Facts:
    keys = [row.id for row in registrations]
    return _Facts(
        since=_since(session, registrations),
        editions=_editions(session, registrations),
        consents=agreed_of(session, keys),
        asked=asked_days_of(session, keys),
        filled=filled_of(session, keys),
    )


def _gaps(row: Registration, facts: _Facts, today: date) -> list[Gap]:
    since, consents = facts.since[row.id], facts.consents[row.id]
    edition = facts.editions[row.edition_id]
    found = [
        correction_of(row, since),
        principal_of(edition, row, since),
        attendance_of(row.state, ends=edition.ends, today=today),
    ]
    given = (row.guardian_name, row.guardian_relationship)
    found.append(guardian_of(row.kind, row.state, given=given, since=since))
    if is_asked(row.kind, row.state):
        asked_on = facts.asked.get(row.id)
        lacking = needs(row.state, edition.direction, consents).less(facts.filled[row.id])
        found.append(
            consent_of(row.state, consents, asker=asker_of(edition), asked_on=asked_on, since=since)
        )
        found.append(follow_up_of(lacking, since))
    return [gap for gap in found if gap is not None]


def _since(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, date]:
    """Return the office's day on which each registration came into its present state."""
    rows = session.execute(
        select(RegistrationStep.registration_id, func.max(RegistrationStep.at))
        .where(RegistrationStep.registration_id.in_([row.id for row in registrations]))
        .group_by(RegistrationStep.registration_id)
    )
    found = {key: at.astimezone(OFFICE_ZONE).date() for key, at in rows}
    return {
        row.id: found.get(row.id, row.created_at.astimezone(OFFICE_ZONE).date())
        for row in registrations
    }


def _editions(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, Edition]:
    """Return each registration's edition."""
    keys = {row.edition_id for row in registrations}
    return {row.id: row for row in session.scalars(select(Edition).where(Edition.id.in_(keys)))}
