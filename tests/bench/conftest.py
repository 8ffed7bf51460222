"""Benchmarks run in turns on SQLite, with the city's facts, by CPU time of this process."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from config import Settings
from exchange.core.database import Database, transact
from exchange.core.database.migrate import migrate
from exchange.core.keys import new_key
from exchange.core.permissions import system_actor
from exchange.reference.loader import load_reference

_ROUNDS: Final = 5
_CALLS: Final = 100


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    folder: Path = tmp_path_factory.mktemp("bench")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bench.sqlite3'}",
        instance_dir=folder,
        secret_key=new_key(),
        data_key=f"k1:{new_key()}",
        ledger_key=new_key(),
    )
    database = Database(settings.database_url)
    migrate(database)
    actor = system_actor("bench")
    transact(database, lambda session: load_reference(session, actor=actor))
    yield settings, database
    database.dispose()


def paired(*work: Callable[[], object], calls: int = _CALLS) -> Sequence[float]:
    """Return each work's median CPU milliseconds, measured in turns in the same rounds."""
    for each in work:
        each()
    rounds = [[_spent(each, calls) for each in work] for _ in range(_ROUNDS)]
    return [median(times[index] for times in rounds) for index in range(len(work))]


def _spent(work: Callable[[], object], calls: int) -> float:
    began = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - began) * 1000 / calls
