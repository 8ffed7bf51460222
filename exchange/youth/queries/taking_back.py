"""The registrations that a roster made, and what has become of each since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from exchange.core.permissions import Actor
from exchange.youth.enums.rosters import Hold
from exchange.youth.models import Consent, Pupil, Registration, Roster, Score
from exchange.youth.queries.registrations import own_registrations
from exchange.youth.rules.taking_back import Since, hold_of

#: As many keys as one statement carries on every database.
_PORTION: Final = 5_000
_Key = InstrumentedAttribute[UUID]


@dataclass(frozen=True, slots=True)
class Made:
    """A registration that a roster made, with its pupil, and why it stays."""

    registration: Registration
    hold: Hold | None


def versions_of(session: Session, keys: Sequence[UUID]) -> Mapping[str, int]:
    """Return the versions of registrations by key, as a roster keeps them."""
    found: dict[str, int] = {}
    for portion in _portions(keys):
        statement = select(Registration.id, Registration.version)
        rows = session.execute(statement.where(Registration.id.in_(portion)))
        found.update((str(key), version) for key, version in rows)
    return found


def made_by(session: Session, actor: Actor, roster: Roster) -> Sequence[Made]:
    """Return what a roster made of pupils who are still at the actor's school, by name, read anew.

    Of a roster from before such things were kept: nothing.
    """
    versions = roster.made or {}
    found: list[Made] = []
    for portion in _portions([UUID(key) for key in versions]):
        statement = (
            own_registrations(actor)
            .join(Registration.pupil)
            .where(Registration.id.in_(portion))
            .options(joinedload(Registration.pupil))
            .order_by(Pupil.sort_key, Registration.id)
            .execution_options(populate_existing=True)
        )
        answered = _named(session, Consent.registration_id, portion)
        scored = _named(session, Score.registration_id, portion)
        for row in session.scalars(statement):
            since = Since(
                row.state,
                untouched=row.version == versions[str(row.id)],
                answered=row.id in answered,
                scored=row.id in scored,
            )
            found.append(Made(row, hold_of(since)))
    return found


def _named(session: Session, column: _Key, keys: Sequence[UUID]) -> frozenset[UUID]:
    return frozenset(session.scalars(select(column).where(column.in_(keys)).distinct()))


def _portions(keys: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (keys[start : start + _PORTION] for start in range(0, len(keys), _PORTION))
