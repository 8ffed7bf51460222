"""A rotation killed half-way leaves everything readable, and the next one finishes it."""

import signal
import time
from collections.abc import Sequence
from typing import Any, Final

import pytest
from sqlalchemy import insert, select, text

from exchange.cli import main
from exchange.core.database import Database, Sealed, unit_of_work, uuid7
from exchange.core.database.resealing import lacking_keys
from exchange.core.keys import Keyring, Place
from exchange.hosting.models import HostFamily
from exchange.youth.models import Participation
from tests.servers.application import free_port
from tests.servers.offices import Office

#: So many that sealing them takes longer than noticing that it has begun.
FAMILIES: Final = 2000
SEALED: Final = ("address", "phone")


def add_families(database: Database, ring: Keyring) -> None:
    """Add families whose addresses and phones are sealed."""
    table = HostFamily.__table__
    with unit_of_work(database) as session:
        model = dict(session.execute(select(table)).mappings().first() or {})
        rows = []
        for number in range(1000, 1000 + FAMILIES):
            key = uuid7()
            sealed = {
                name: Sealed(ring.seal(f"{number}", Place("host_families", name, key)))
                for name in SEALED
            }
            rows.append({**model, "id": key, "number": number, "match_key": None, **sealed})
        session.execute(insert(HostFamily), rows)


def under(database: Database, name: str) -> int:
    """Count the addresses that are sealed under a key."""
    with database.engine.connect() as connection:
        counted = text("SELECT count(*) FROM host_families WHERE address LIKE :like")
        return int(connection.scalar(counted, {"like": f"{name}:%"}) or 0)


def ledger(database: Database) -> Sequence[tuple[Any, ...]]:
    with database.reading() as session:
        rows = session.execute(select(Participation.__table__).order_by(Participation.id))
        return [tuple(row) for row in rows]


def kill_half_way(office: Office, database: Database) -> None:
    rotation = office.start("rotate-key")
    deadline = time.monotonic() + 120
    while not under(database, "k2"):
        assert time.monotonic() < deadline, "nothing is sealed anew"
        time.sleep(0.005)
    rotation.kill()
    rotation.communicate()
    assert rotation.returncode == -signal.SIGKILL


def test_a_rotation_killed_half_way_is_finished_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database, old_ring = office.database(), office.ring
    add_families(database, old_ring)
    counted = ledger(database)
    kill_half_way(office, database)
    left = under(database, "k1")
    assert 0 < left < FAMILIES
    assert under(database, "k2") == FAMILIES - left
    assert list(office.ring.keys) == ["k2", "k1"]
    with database.reading() as session:
        assert lacking_keys(session, office.ring) == []

    status, out, _err = office.run("rotate-key")
    assert (status, out.splitlines()[0]) == (
        0,
        f"{len(SEALED) * left} values sealed under the data key 'k2'",
    )
    assert (under(database, "k1"), under(database, "k2")) == (0, FAMILIES)
    assert ledger(database) == counted
    with database.reading() as session:  # in every table
        assert lacking_keys(session, Keyring({"k2": office.ring.keys["k2"]})) == []

    for name, value in office.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(
        "EXCHANGE_DATA_KEY", f"k1:{(office.settings.data_key or '').rpartition(':')[2]}"
    )
    assert main(["serve", "--no-worker", "--port", str(free_port())]) == 1
    assert capsys.readouterr().err == (
        "exchange: EXCHANGE_DATA_KEY lacks the key 'k2' under which data is sealed;"
        " put it back as it was\n"
    )
    database.dispose()
