"""The rules of an edition and what is known of those registered, in few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from exchange.youth.enums import RegistrationState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import NextYear
from exchange.youth.models import (
    Edition,
    EligibilityCheck,
    EligibilityRule,
    Passport,
    Pupil,
    Registration,
)
from exchange.youth.rules.cancelling import next_year
from exchange.youth.rules.copying import a_year_on
from exchange.youth.rules.eligibility import Atom, Check, Facts, Finding, findings_of
from exchange.youth.rules.followups import valid_until_return

_ORDER = list(Requirement)


def atoms_of(session: Session, edition_id: UUID) -> Sequence[Atom]:
    """Return the rules of an edition, in their usual order."""
    rows = session.scalars(select(EligibilityRule).where(EligibilityRule.edition_id == edition_id))
    ordered = sorted(rows, key=lambda row: _ORDER.index(row.kind))
    return [_atom(row) for row in ordered]


def eligibility_of(
    session: Session, edition: Edition, registrations: Sequence[Registration]
) -> Mapping[UUID, Sequence[Finding]]:
    """Answer an edition's rules for its registrations, their pupils loaded, in one statement.

    Empty without rules or registrations.
    """
    if not registrations:
        return {}
    known = _known(session, registrations)
    return {
        row.id: findings_of(
            sorted(known[row.id], key=lambda atom: _ORDER.index(atom.kind)),
            _facts(row, known[row.id], edition.ends),
            edition.eligible_on,
        )
        for row in registrations
        if row.id in known
    }


def check_of(session: Session, registration_id: UUID, kind: Requirement) -> EligibilityCheck | None:
    """Return what a person found about one rule; None where nobody did."""
    return session.scalar(
        select(EligibilityCheck).where(
            EligibilityCheck.registration_id == registration_id, EligibilityCheck.kind == kind
        )
    )


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


def training_checks(session: Session, edition_id: UUID) -> Mapping[UUID, bool]:
    """Return whether a person found that pupils of an edition attend all training."""
    found = session.execute(
        select(EligibilityCheck.registration_id, EligibilityCheck.passed)
        .join(Registration, Registration.id == EligibilityCheck.registration_id)
        .where(
            Registration.edition_id == edition_id,
            EligibilityCheck.kind == Requirement.ALL_TRAINING,
        )
    )
    return {key: passed for key, passed in found}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows that answers one rule for one registration."""

    check: Check | None
    earlier: int
    namesakes: int
    #: Whether the passport is valid until a day, and which; None where it was not written down.
    passport: tuple[bool | None, date | None]


def _atom(row: EligibilityRule) -> Atom:
    return Atom(row.kind, row.lowest, row.highest)


def _facts(row: Registration, known: Mapping[Atom, _Known], ends: date) -> Facts:
    [(covers, day)] = {each.passport for each in known.values()}
    return Facts(
        row.grade,
        row.pupil.birth_date,
        max(each.earlier for each in known.values()),
        max(each.namesakes for each in known.values()),
        valid_until_return(covers_return=covers, return_day=day, ends=ends),
        ends,
        {atom.kind: each.check for atom, each in known.items() if each.check},
    )


def _known(
    session: Session, registrations: Sequence[Registration]
) -> Mapping[UUID, Mapping[Atom, _Known]]:
    """Return by registration the rules of its edition; who took part before is looked up once."""
    rows = session.execute(_knowing(), {"keys": [row.id for row in registrations]})
    found: dict[UUID, dict[Atom, _Known]] = {}
    for row in rows:
        check: EligibilityCheck | None = row[2]
        said = Check(check.passed, check.reason) if check else None
        found.setdefault(row[0], {})[_atom(row[1])] = _Known(said, row[3], row[4], (row[5], row[6]))
    return found


@cache
def _knowing() -> Select[*tuple[Any, ...]]:
    """Build once what asks this of the registrations with some `keys`."""
    first = EligibilityRule.kind == Requirement.FIRST_TIME
    noted = and_(
        EligibilityCheck.registration_id == Registration.id,
        EligibilityCheck.kind == EligibilityRule.kind,
    )
    return (
        select(
            Registration.id,
            EligibilityRule,
            EligibilityCheck,
            case((first, _earlier_count()), else_=0),
            case((first, _namesake_count()), else_=0),
            Passport.covers_return,
            Passport.return_day,
        )
        .join(Registration.pupil)
        .join(EligibilityRule, EligibilityRule.edition_id == Registration.edition_id)
        .outerjoin(EligibilityCheck, noted)
        .outerjoin(Passport, Passport.registration_id == Registration.id)
        .where(Registration.id.in_(bindparam("keys", expanding=True)))
    )


def _earlier(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, int]:
    """Count what a person has completed, by registration."""
    counted = session.execute(
        select(Registration.id, _earlier_count())
        .join(Registration.pupil)
        .where(Registration.id.in_([row.id for row in registrations]))
    )
    return {key: count for key, count in counted}


def _earlier_count() -> ScalarSelect[int]:
    """Count what a registration's person completed, whichever school's row was registered."""
    own, before = aliased(Pupil), aliased(Registration)
    person = func.coalesce(Pupil.merged_into_id, Pupil.id)
    return (
        select(func.count())
        .select_from(own)
        .join(before, before.pupil_id == own.id)
        .where(
            or_(own.id == person, own.merged_into_id == person),
            before.id != Registration.id,
            before.state == RegistrationState.COMPLETED,
        )
        .correlate(Registration, Pupil)
        .scalar_subquery()
    )


def _namesake_count() -> ScalarSelect[int]:
    """Count what pupils of the same name and birth date completed elsewhere."""
    other, before = aliased(Pupil), aliased(Registration)
    return (
        select(func.count())
        .select_from(other)
        .join(before, before.pupil_id == other.id)
        .where(
            other.match_key == Pupil.match_key,
            other.id != Pupil.id,
            before.state == RegistrationState.COMPLETED,
        )
        .correlate(Registration, Pupil)
        .scalar_subquery()
    )
