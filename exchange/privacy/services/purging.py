"""Purge what is past its time, kind by kind; the record keeps how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.erasures import Search, erase_found, survey
from exchange.core.offers import Retention, Subject
from exchange.core.permissions import Actor
from exchange.privacy.enums import RecordedAct, Retained
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services.erasing import Offered, hindrances_of
from exchange.youth.models import Pupil
from exchange.youth.queries.erasing import (
    person_of,
    pupil_to_erase,
    pupils_past_their_time,
    together,
)

#: How far ahead the preview looks.
AHEAD: Final = timedelta(days=30)
#: Pupils of whom it is asked at once whether something stands against their erasure.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a kind would go today, and how much more within the next 30 days."""

    kind: Retained
    now: int
    soon: int


def retentions_of(rooms: Mapping[str, Retention], offered: Offered) -> Mapping[Retained, Retention]:
    """Return every retention by kind: what the rooms offer, and pupils whom nothing keeps."""
    pupils = Retention(
        partial(_free_pupils, offered=offered), partial(_purge_pupils, offered=offered)
    )
    return {**{Retained(name): each for name, each in rooms.items()}, Retained.PUPILS: pupils}


def due_of(
    session: Session, *, today: date, retentions: Mapping[Retained, Retention]
) -> Sequence[Due]:
    """Count what would go; nothing is changed."""
    found = []
    for kind, each in retentions.items():
        now = len(each.find(session, today))
        found.append(Due(kind, now, len(each.find(session, today + AHEAD)) - now))
    return found


def purge_kind(
    session: Session, *, actor: Actor, today: date, kind: Retained, retention: Retention
) -> ErasureRecord | None:
    """Delete what is due of a kind; return the record of it, None where nothing was due."""
    purged = retention.purge(session, actor=actor, today=today)
    if not purged:
        return None
    kept = ErasureRecord(
        kind=RecordedAct.PURGE,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        reason="",
        counts={kind.value: len(purged)},
    )
    session.add(kept)
    flush(session)
    return kept


def _free_pupils(session: Session, today: date, *, offered: Offered) -> Sequence[Pupil]:
    """Return the pupils past their time against whose erasure nothing stands."""
    found = pupils_past_their_time(session, today)
    parts = [found[first : first + _AT_ONCE] for first in range(0, len(found), _AT_ONCE)]
    return [pupil for part in parts for pupil in _free_of(session, part, offered)]


def _free_of(session: Session, pupils: Sequence[Pupil], offered: Offered) -> Sequence[Pupil]:
    """Ask of many at once; where something stands against one of them, of each half apart."""
    if not hindrances_of(session, together(session, pupils), offered):
        return pupils
    if len(pupils) == 1:
        return ()
    half = len(pupils) // 2
    parts = (pupils[:half], pupils[half:])
    return [pupil for part in parts for pupil in _free_of(session, part, offered)]


def _purge_pupils(
    session: Session, *, actor: Actor, today: date, offered: Offered
) -> Sequence[object]:
    keys = [pupil.id for pupil in _free_pupils(session, today, offered=offered)]
    for key in keys:
        person = person_of(session, pupil_to_erase(session, key))
        erase_found(session, survey(Search(session, person, offered.ring), offered.parts))
        record(session, actor=actor, act="pupils.erase", subject=Subject("pupil", key))
    return keys
