"""What pages show of editions: rows with seats and phase, and the fixed fields of the public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor
from exchange.youth.enums import (
    EditionPhase,
    Registering,
    RegistrationState,
    Selection,
    YouthDirection,
)
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import open_editions, submitted_counts
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.editions import days_left, phase
from exchange.youth.rules.registrations import waits_too_long
from exchange.youth.rules.seats import Seats, seats_in


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as it stands today."""

    edition: Edition
    phase: EditionPhase
    seats: Seats
    #: Days until the window's last; None while it is not open.
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """An edition with registrations that wait for a decision."""

    edition: Edition
    count: int
    #: The office's day since which the first of them has waited.
    since: date


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """All that the public sees of an edition: names of things, dates and counts, no person."""

    id: UUID
    programme: Localized
    title: Localized
    partner: Localized | None
    direction: YouthDirection
    phase: EditionPhase
    fiscal_year: FiscalYear
    starts: date
    ends: date
    opens_at: datetime
    closes_at: datetime
    registering: Registering
    selection: Selection
    days_left: int | None
    quota: int
    seats_left: int


def edition_rows(
    session: Session, editions: Sequence[Edition], now: datetime, *, school_id: UUID | None = None
) -> Sequence[EditionRow]:
    """Return editions as they stand now, in one statement whatever their number."""
    seats = seats_of(session, editions, school_id=school_id)
    return [
        EditionRow(
            edition=edition,
            phase=phase(edition, taken=seats[edition.id].taken, now=now),
            seats=seats[edition.id],
            days_left=days_left(edition, now),
        )
        for edition in editions
    ]


def edition_row(
    edition: Edition, states: Mapping[RegistrationState, int], now: datetime
) -> EditionRow:
    """Return an edition as it stands now, by how many registrations are in each state."""
    seats = seats_in(edition, states)
    return EditionRow(
        edition=edition,
        phase=phase(edition, taken=seats.taken, now=now),
        seats=seats,
        days_left=days_left(edition, now),
    )


def undecided_editions(session: Session, actor: Actor, today: date) -> Sequence[Undecided]:
    """Return the actor's editions whose submitted registrations wait too long, by closing day."""
    found = (
        Undecided(edition, count, oldest.astimezone(OFFICE_ZONE).date())
        for edition, count, oldest in submitted_counts(session, actor)
    )
    return [
        each
        for each in found
        if waits_too_long(submitted_on=each.since, closes_on=each.edition.closes_on, today=today)
    ]


def public_editions(session: Session, now: datetime) -> Sequence[PublicEdition]:
    """Return what the public sees of the editions to register for, the next to close first."""
    rows = edition_rows(session, open_editions(session, now), now)
    return [public_edition(row) for row in rows]


def public_edition(row: EditionRow) -> PublicEdition:
    """Return the public part of an edition."""
    edition = row.edition
    partner = edition.programme.partner
    return PublicEdition(
        id=edition.id,
        programme=edition.programme.names,
        title=edition.title,
        partner=partner.names if partner else None,
        direction=edition.direction,
        phase=row.phase,
        fiscal_year=FiscalYear(edition.fiscal_year),
        starts=edition.starts,
        ends=edition.ends,
        opens_at=edition.opens_at,
        closes_at=edition.closes_at,
        registering=edition.registering,
        selection=edition.selection,
        days_left=row.days_left,
        quota=edition.quota,
        seats_left=row.seats.left,
    )
