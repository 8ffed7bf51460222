"""Two processes beside one, on the same cores and under the same clients; by the clock."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from exchange.core.database import unit_of_work
from tests.bench.deadlines import Desk, desk_at, open_edition
from tests.bench.figures import Table
from tests.bench.house import House, serving

CLIENTS: Final = 8
ROUNDS: Final = 3
SECONDS: Final = 2.5
PAGE: Final = "/partners/heidelberg/"
WHY: Final = "the clients of the bench take their part of the same two cores"


def answered(asks: Sequence[Callable[[], int]], status: int) -> float:
    """Let each client ask again and again for a while; return the answers a second."""
    began = time.monotonic()

    def work(ask: Callable[[], int]) -> int:
        number = 0
        while time.monotonic() < began + SECONDS:
            assert ask() == status
            number += 1
        return number

    with ThreadPoolExecutor(len(asks)) as threads:
        number = sum(threads.map(work, asks))
    return number / (time.monotonic() - began)


def test_two_processes_beside_one(house: House, table: Table, tmp_path: Path) -> None:
    with unit_of_work(house.database) as session:
        editions = [open_edition(session, quota=100_000).id for _ in range(CLIENTS)]
    visitors = [desk_at(house) for _ in range(CLIENTS)]
    with serving(house, 1, tmp_path) as first, serving(house, 2, tmp_path) as second:
        one, two = ([Desk.of(each, port) for each in visitors] for port in (first, second))
        reads = [[partial(desk.look, PAGE) for desk in desks] for desks in (one, two)]
        gain(table, reads, 200, f"reads on {house.name}")
        if house.name == "postgresql":  # SQLite writes one after the other, by its nature
            writes = [
                [partial(at.register, key) for at, key in zip(desks, editions, strict=True)]
                for desks in (one, two)
            ]
            gain(table, writes, 302, "registrations on postgresql, an edition a client")


def gain(table: Table, asks: Sequence[Sequence[Callable[[], int]]], status: int, what: str) -> None:
    """Note how much more two processes answer, in turns with one."""
    one, two = asks
    for each in (one, two):
        answered(each, status)  # templates and connections are there afterwards
    rounds = [(answered(one, status), answered(two, status)) for _ in range(ROUNDS)]
    alone = median(single for single, _ in rounds)
    table.least(
        10,
        what,
        median(double / single for single, double in rounds),
        1.7,
        beside=f"one process, {alone:.0f} a second",
        why=WHY,
    )
