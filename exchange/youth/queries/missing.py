"""What registrations lack, for the desk, the board and the registrations' own pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.languages import OFFICE_ZONE
from exchange.youth.models import Edition, Registration, RegistrationStep
from exchange.youth.rules.missing import Gap, attendance_of, turn_of


def missing_for(
    session: Session, registrations: Sequence[Registration], today: date
) -> Mapping[UUID, Sequence[Gap]]:
    """Return what each registration lacks, by its key, the longest wait first.

    One statement a kind, however many registrations are asked about.
    """
    if not registrations:
        return {}
    since = _since(session, registrations)
    ends = _ends(session, registrations)
    return {
        row.id: sorted(
            _gaps(row, since=since[row.id], ends=ends[row.edition_id], today=today),
            key=lambda gap: (gap.since, gap.kind),
        )
        for row in registrations
    }


def _gaps(row: Registration, *, since: date, ends: date, today: date) -> list[Gap]:
    found = (turn_of(row.state, since), attendance_of(row.state, ends=ends, today=today))
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


def _ends(session: Session, registrations: Sequence[Registration]) -> Mapping[UUID, date]:
    """Return the last day of each registration's edition."""
    keys = {row.edition_id for row in registrations}
    rows = session.execute(select(Edition.id, Edition.ends).where(Edition.id.in_(keys)))
    return {key: ends for key, ends in rows}
