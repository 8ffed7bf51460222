"""Purge what is past its time, kind by kind; each record keeps how many.

A worker does it every day, a job a kind; the page and `exchange purge` do the same at once. At most
fifty go in one transaction, with their record: whoever works meanwhile waits for no more than that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Database, flush, transact
from exchange.core.erasures import Hindrance, Part, Person, Search, erase_found, survey
from exchange.core.keys import Keyring
from exchange.core.offers import Retention, Subject
from exchange.core.permissions import Actor, system_actor
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Handler, Work
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

#: How many go in one transaction.
AT_ONCE: Final = 50
#: How far ahead the preview looks.
AHEAD: Final = timedelta(days=30)
#: Pupils of whom it is asked at once whether something stands against their erasure.
_ASKED: Final = 500


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a kind would go today, and how much more within the next 30 days."""

    kind: Retained
    now: int
    soon: int


@dataclass(frozen=True, slots=True)
class Purged:
    """What one transaction deleted: the number of its record, and how much it was."""

    record_id: UUID
    count: int


def retentions_of(rooms: Mapping[str, Retention], offered: Offered) -> Mapping[Retained, Retention]:
    """Return every retention by kind: what the rooms offer, and pupils whom nothing keeps."""
    pupils = Retention(partial(_all_free, offered=offered), partial(_purge_pupils, offered=offered))
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
    """Delete what is due of a kind, at most fifty; return the record of it, None of nothing."""
    purged = retention.purge(session, actor=actor, today=today, limit=AT_ONCE)
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


def purge_all(
    database: Database, *, actor: Actor, today: date, kind: Retained, retention: Retention
) -> Iterator[Purged]:
    """Delete all that is due of a kind, fifty a transaction; tell of each once it is kept."""

    def purge(session: Session) -> Purged | None:
        kept = purge_kind(session, actor=actor, today=today, kind=kind, retention=retention)
        return Purged(kept.id, kept.counts[kind.value]) if kept else None

    while (purged := transact(database, purge)) is not None:
        yield purged


def job_of(kind: Retained) -> str:
    """Return the kind of the job that deletes what is due."""
    return f"privacy.purge_{kind.value}"


def expect_rest(session: Session, kind: Retained) -> None:
    """Let a job delete what is still due of a kind."""
    enqueue(session, job_of(kind))


def purgers(
    rooms: Mapping[str, Retention], parts: Sequence[Part], hindrances: Sequence[Hindrance]
) -> Mapping[str, Handler]:
    """Return who does the jobs, one a kind: a fault in one keeps no other from being done."""

    def purger(kind: Retained) -> Handler:
        def purge(work: Work) -> None:
            key = work.settings.present_data_key()
            offered = Offered(parts, hindrances, Keyring.parse(key) if key else Keyring({}))
            retention = retentions_of(rooms, offered)[kind]
            purged = purge_all(
                work.database,
                actor=system_actor("exchange work"),
                today=clock.today(),
                kind=kind,
                retention=retention,
            )
            for _each in purged:
                work.report(0)  # keeps the job from being taken over

        return purge

    return {job_of(kind): purger(kind) for kind in Retained}


def _all_free(session: Session, today: date, *, offered: Offered) -> Sequence[Pupil]:
    return list(_free_pupils(session, today, offered=offered))


def _free_pupils(session: Session, today: date, *, offered: Offered) -> Iterator[Pupil]:
    """Give the pupils past their time against whose erasure nothing stands."""
    found = pupils_past_their_time(session, today)
    for first in range(0, len(found), _ASKED):
        yield from _free_of(session, found[first : first + _ASKED], offered)


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
    session: Session, *, actor: Actor, today: date, limit: int, offered: Offered
) -> Sequence[object]:
    free = list(islice(_free_pupils(session, today, offered=offered), limit))
    keys, going = [pupil.id for pupil in free], together(session, free).pupils
    # A name in a message means the namesake of that school, so only schoolmates go together.
    mates: dict[frozenset[UUID], Person] = {}
    for key in keys:
        person = person_of(session, pupil_to_erase(session, key), going=going)
        known = mates.get(person.schools, person)
        mates[person.schools] = known | person
    for person in mates.values():
        erase_found(session, survey(Search(session, person, offered.ring), offered.parts))
    for key in keys:
        record(session, actor=actor, act="pupils.erase", subject=Subject("pupil", key))
    return keys
