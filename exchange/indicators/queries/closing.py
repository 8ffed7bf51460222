"""Closed fiscal years: what was published of them, and what was corrected since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.indicators.breakdown import Group
from exchange.indicators.queries.participations import groups_of_year
from exchange.youth.enums import RegistrationState, SchoolLevel, YouthDirection
from exchange.youth.enums.closing import CorrectionState
from exchange.youth.ledger import approved_changes
from exchange.youth.models import (
    ClosedYear,
    Correction,
    Edition,
    Participation,
    Pupil,
    Registration,
    SealedTotal,
)
from exchange.youth.rules.counting import Totals


@dataclass(frozen=True, slots=True)
class SealedYear:
    """A closed year's figures, as published and as corrected."""

    fiscal_year: int
    published: Totals
    corrected: Totals
    #: Person-times since the start as they stood when the year was closed.
    since_published: int
    #: What its corrections add to the figures since the start.
    times_since: int
    #: How many were approved.
    corrections: int
    #: The version of the counting rule that decided about it.
    rule_version: int


def sealed_years(session: Session, *, with_demo: bool) -> Mapping[int, SealedYear]:
    """Return the closed years by fiscal year; one closed for show stays with the demo."""
    real = () if with_demo else (ClosedYear.is_demo.is_(False),)
    rows = session.execute(
        select(
            SealedTotal.fiscal_year,
            SealedTotal.person_times,
            SealedTotal.unique_persons,
            SealedTotal.person_times_since + SealedTotal.corrected_since,
            ClosedYear.rule_version,
        )
        .join(ClosedYear, SealedTotal.fiscal_year == ClosedYear.fiscal_year)
        .where(SealedTotal.with_demo.is_(with_demo), *real)
        .order_by(SealedTotal.fiscal_year)
    ).all()
    changes = approved_changes(session, with_demo=with_demo) if rows else {}
    found = {}
    for year, times, unique, since, rule in rows:
        more, persons, number = changes.get(year, (0, 0, 0))
        published, corrected = Totals(times, unique), Totals(times + more, unique + persons)
        found[year] = SealedYear(year, published, corrected, since, more, number, rule)
    return found


def waiting_corrections(session: Session) -> Mapping[FiscalYear, int]:
    """Return how many corrections wait to be approved, by closed year."""
    rows = session.execute(
        select(Correction.fiscal_year, func.count())
        .where(Correction.state == CorrectionState.PROPOSED)
        .group_by(Correction.fiscal_year)
        .order_by(Correction.fiscal_year)
    )
    return {FiscalYear(year): number for year, number in rows}


def closed_year(session: Session, fiscal_year: int) -> ClosedYear | None:
    """Return how a fiscal year was closed; None while it is open."""
    return session.get(ClosedYear, fiscal_year)


def groups_of(session: Session, fiscal_year: int, *, with_demo: bool) -> Sequence[Group]:
    """Return a year's groups: those that were sealed where the year is closed.

    What is corrected later shows in the total only: two breakdowns would tell one person apart.
    """
    sealed = session.scalar(
        select(SealedTotal.groups).where(
            SealedTotal.fiscal_year == fiscal_year, SealedTotal.with_demo.is_(with_demo)
        )
    )
    if sealed is None:
        return groups_of_year(session, fiscal_year, with_demo=with_demo)
    return [_group(kept) for kept in sealed]


def kept_group(group: Group) -> dict[str, Any]:
    """Return a group as it is sealed."""
    return {
        "programme_id": str(group.programme_id),
        "programme": dict(group.programme),
        "partner_slug": group.partner_slug,
        "partner": dict(group.partner) if group.partner else None,
        "direction": group.direction.value,
        "level": group.level.value,
        "person_times": group.person_times,
    }


def editions_of_year(session: Session, fiscal_year: int) -> Sequence[Edition]:
    """Return a fiscal year's editions, the first to begin first."""
    return session.scalars(
        select(Edition)
        .where(Edition.fiscal_year == fiscal_year)
        .order_by(Edition.starts, Edition.id)
    ).all()


def participation_by_id(session: Session, key: UUID) -> tuple[Participation, Edition]:
    """Return a row of the ledger and its edition; raises NotFoundError."""
    found = session.execute(
        select(Participation, Edition)
        .join(Edition, Participation.edition_id == Edition.id)
        .where(Participation.id == key)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def participation_of_year(
    session: Session, fiscal_year: int, key: UUID
) -> tuple[Participation, Edition]:
    """Return a row of a fiscal year's ledger and its edition; raises NotFoundError."""
    found = participation_by_id(session, key)
    if found[0].fiscal_year != fiscal_year:
        raise NotFoundError
    return found


def ensure_correction_of(session: Session, fiscal_year: int, key: UUID) -> None:
    """Refuse a correction that is none of a fiscal year; raises NotFoundError."""
    found = session.scalar(select(Correction.fiscal_year).where(Correction.id == key))
    if found != fiscal_year:
        raise NotFoundError


def may_be_found(session: Session, edition: Edition) -> Sequence[Registration]:
    """Return the registrations of an edition that did not end as completed."""
    return session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state != RegistrationState.COMPLETED,
            Registration.state != RegistrationState.DRAFT,
            Registration.pupil.has(Pupil.erased_at.is_(None)),
        )
        .options(joinedload(Registration.pupil))
        .order_by(Registration.id)
    ).all()


def _group(kept: Mapping[str, Any]) -> Group:
    return Group(
        programme_id=UUID(kept["programme_id"]),
        programme=Localized(kept["programme"]),
        partner_slug=kept["partner_slug"],
        partner=Localized(kept["partner"]) if kept["partner"] else None,
        direction=YouthDirection(kept["direction"]),
        level=SchoolLevel(kept["level"]),
        person_times=kept["person_times"],
    )
