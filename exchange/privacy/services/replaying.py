"""Who was erased stays erased: the list is kept, and whoever came back with a backup goes again.

So do host families: an edition that was purged is listed by its key, as pupils are by theirs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Database, transact
from exchange.core.erasures import Hindrance, Part
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor, system_actor
from exchange.hosting.queries.purging import days_of_purging, editions_back
from exchange.jobs.worker import AttemptFailedError, Work
from exchange.privacy.erased_list import FILE, read_list, write_list
from exchange.privacy.services.erasing import KEEP, Offered, erase_again
from exchange.privacy.services.purging_early import purge_hosting_again
from exchange.youth.queries.erasing import days_of_erasure, pupils_back

__all__ = ["KEEP", "Replayed", "keeper", "replay"]

_KEEPER: Final = system_actor(KEEP)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many pupils and editions went again, and the keys of those who cannot yet."""

    count: int
    hindered: Sequence[UUID]


def replay(
    database: Database, *, actor: Actor, erased: Mapping[UUID, date], offered: Offered
) -> Replayed:
    """Erase anew who came back with a backup, one a transaction; nobody else is touched."""
    with database.reading() as session:
        back = pupils_back(session, erased)
        editions = editions_back(session, erased, clock.today())
    gone = {key: transact(database, _again(actor, key, erased[key], offered)) for key in back}
    for key in editions:
        gone[key] = transact(
            database, partial(purge_hosting_again, actor=actor, edition_id=key, day=erased[key])
        )
    return Replayed(sum(gone.values()), [key for key, is_gone in gone.items() if not is_gone])


def keeper(parts: Sequence[Part], hindrances: Sequence[Hindrance]) -> Callable[[Work], None]:
    """Return what does the job that erases anew and adds to the list who was erased."""

    def keep(work: Work) -> None:
        path: Path = work.settings.instance_dir / FILE
        key, listed = work.settings.present_data_key(), read_list(path)
        offered = Offered(parts, hindrances, Keyring.parse(key) if key else Keyring({}))
        done = replay(work.database, actor=_KEEPER, erased=listed, offered=offered)
        with work.database.reading() as session:
            erased = {**days_of_erasure(session), **days_of_purging(session), **listed}
        if erased != listed:
            write_list(path, erased)
        if done.hindered:
            raise AttemptFailedError(
                f"{len(done.hindered)} pupils who came back with a backup cannot be erased yet",
                is_final=True,
            )

    return keep


def _again(actor: Actor, key: UUID, day: date, offered: Offered) -> Callable[[Session], bool]:
    return partial(erase_again, actor=actor, pupil_id=key, day=day, offered=offered)
