"""The rules of an edition and what is known of those registered, in few statements."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from exchange.youth.enums import RegistrationState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import NextYear
from exchange.youth.models import (
    Edition,
    EligibilityCheck,
    EligibilityRule,
    Pupil,
    Registration,
)
from exchange.youth.rules.cancelling import next_year
from exchange.youth.rules.copying import a_year_on
from exchange.youth.rules.eligibility import Atom, Check, Facts, Finding, findings_of

_ORDER = list(Requirement)


def atoms_of(session: Session, edition_id: UUID) -> Sequence[Atom]:
    """Return the rules of an edition, in their usual order."""
    rows = session.scalars(select(EligibilityRule).where(EligibilityRule.edition_id == edition_id))
    ordered = sorted(rows, key=lambda row: _ORDER.index(row.kind))
    return [Atom(row.kind, row.lowest, row.highest) for row in ordered]


def eligibility_of(
    session: Session, edition: Edition, registrations: Sequence[Registration]
) -> Mapping[UUID, Sequence[Finding]]:
    """Answer an edition's rules for registrations, their pupils loaded; empty without rules."""
    atoms = atoms_of(session, edition.id)
    if not atoms or not registrations:
        return {}
    checks = _checks(session, registrations)
    earlier, namesakes = _earlier(session, registrations), _namesakes(session, registrations)
    return {
        row.id: findings_of(
            atoms,
            Facts(
                row.grade,
                row.pupil.birth_date,
                earlier.get(row.id, 0),
                namesakes.get(row.id, 0),
                checks.get(row.id, {}),
            ),
            edition.eligible_on,
        )
        for row in registrations
    }


def next_year_of(
    session: Session, edition: Edition, registrations: Sequence[Registration]
) -> Mapping[UUID, NextYear]:
    """Say of registrations, their pupils and schools loaded, who could go a year later."""
    atoms, day = atoms_of(session, edition.id), a_year_on(edition.eligible_on)
    earlier = _earlier(session, registrations) if atoms else {}
    return {
        row.id: next_year(
            row,
            findings_of(
                atoms, Facts(row.grade + 1, row.pupil.birth_date, earlier.get(row.id, 0)), day
            ),
        )
        for row in registrations
    }


def _checks(
    session: Session, registrations: Sequence[Registration]
) -> Mapping[UUID, dict[Requirement, Check]]:
    keys = [row.id for row in registrations]
    found: dict[UUID, dict[Requirement, Check]] = {}
    statement = select(EligibilityCheck).where(EligibilityCheck.registration_id.in_(keys))
    for row in session.scalars(statement):
        found.setdefault(row.registration_id, {})[row.kind] = Check(row.passed, row.reason)
    return found


def _earlier(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, int]:
    """Count what a person has completed, whichever school's row of the person was registered."""
    own, before = aliased(Pupil), aliased(Registration)
    person = func.coalesce(Pupil.merged_into_id, Pupil.id)
    counted = session.execute(
        select(Registration.id, func.count())
        .join(Registration.pupil)
        .join(own, or_(own.id == person, own.merged_into_id == person))
        .join(before, before.pupil_id == own.id)
        .where(
            Registration.id.in_([row.id for row in registrations]),
            before.id != Registration.id,
            before.state == RegistrationState.COMPLETED,
        )
        .group_by(Registration.id)
    )
    return {key: count for key, count in counted}


def _namesakes(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, int]:
    other, before = aliased(Pupil), aliased(Registration)
    counted = session.execute(
        select(Registration.id, func.count())
        .join(Registration.pupil)
        .join(other, other.match_key == Pupil.match_key)
        .join(before, before.pupil_id == other.id)
        .where(
            Registration.id.in_([row.id for row in registrations]),
            other.id != Pupil.id,
            before.state == RegistrationState.COMPLETED,
        )
        .group_by(Registration.id)
    )
    return {key: count for key, count in counted}
