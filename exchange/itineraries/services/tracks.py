"""Say who goes with which track, and how many minutes a way needs."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import subject_of
from exchange.itineraries.clashes import place_key
from exchange.itineraries.models import TrackPerson, Transfer
from exchange.itineraries.queries import track_names, tracks_of

_LONGEST_WAY: Final = 24 * 60


def tracks_seen(session: Session, visit_id: UUID) -> str:
    """Return what tells whether the tracks and who goes with them are still what was shown."""
    pairs = _told(_pairs(tracks_of(session, [visit_id]).get(visit_id, {})))
    return hashlib.sha256(repr((track_names(session, visit_id), pairs)).encode()).hexdigest()


def set_tracks(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    tracks: Mapping[str, Sequence[UUID]],
    seen: str,
) -> None:
    """Put people into tracks; what is given is how it is from now on.

    Raises TransitionError when tracks or their people are others than those that were `seen`.
    """
    visit = locked_visit(session, visit_id)
    if seen != tracks_seen(session, visit_id):
        raise TransitionError(message("itineraries.error.tracks_stale"))
    before = _pairs(tracks_of(session, [visit_id]).get(visit_id, {}))
    after = _pairs(tracks)
    if before == after:
        return
    session.execute(delete(TrackPerson).where(TrackPerson.visit_id == visit_id))
    session.add_all(
        TrackPerson(visit_id=visit_id, track=name, person_id=key) for name, key in sorted(after)
    )
    changes = {"tracks": (_told(before), _told(after))}
    record(
        session, actor=actor, act="visits.set_tracks", subject=subject_of(visit), changes=changes
    )
    flush(session)


def set_transfer(
    session: Session, *, actor: Actor, visit_id: UUID, places: tuple[str, str], minutes: int
) -> None:
    """Say how many minutes the way from one place to another needs."""
    if not 0 <= minutes <= _LONGEST_WAY:
        raise DomainError(message("itineraries.error.minutes", most=_LONGEST_WAY), field="minutes")
    origin, destination = (place_key(place) for place in places)
    if not origin or not destination:
        raise DomainError(message("itineraries.error.no_way"), field="minutes")
    visit = locked_visit(session, visit_id)
    found = session.scalar(
        select(Transfer).where(
            Transfer.visit_id == visit_id,
            Transfer.origin == origin,
            Transfer.destination == destination,
        )
    )
    before = found.minutes if found else None
    if found is None:
        found = Transfer(visit_id=visit_id, origin=origin, destination=destination)
        session.add(found)
    found.minutes = minutes
    record(
        session,
        actor=actor,
        act="visits.set_transfer",
        subject=subject_of(visit),
        changes={"way": (None, " → ".join(places)), "minutes": (before, minutes)},
    )
    flush(session)


def _pairs(tracks: Mapping[str, Sequence[UUID]]) -> set[tuple[str, UUID]]:
    return {(name, key) for name, keys in tracks.items() for key in keys}


def _told(pairs: set[tuple[str, UUID]]) -> Sequence[str]:
    return [f"{name}: {key}" for name, key in sorted(pairs)]
