"""How soon a started server answers, how soon a command does, and how much memory a worker has."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.bench.figures import Table
from tests.servers.application import children_of, served_application
from tests.servers.desk import Desk

ROUNDS: Final = 3
#: A page of each kind, so that a worker has loaded what answers them.
PAGES: Final = (
    *("/", "/partners/", "/partners/heidelberg/", "/agreements/", "/delegations/", "/youth/"),
    *("/people/", "/feeds/", "/feeds/anniversaries.ics"),
)
MEBIBYTES: Final = 110
#: Why a worker holds more.
WHY: Final = (
    "thirty rooms with their models, forms, templates and words in three languages are loaded once"
    " and shared by the workers; what is one worker's own is its part of that and its caches"
)


def seconds_of(*words: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def seconds_to_first_answer(folder: Path) -> float:
    began = time.monotonic()
    with (
        served_application(folder) as served,
        urllib.request.urlopen(f"{served.url}/", timeout=30) as page,
    ):
        assert page.status == 200
        return time.monotonic() - began


def web_workers(pid: int) -> Sequence[int]:
    """Return the processes that answer: all that were forked but the one for the jobs."""
    return [
        child
        for child in children_of(pid)
        if Path(f"/proc/{child}/cmdline").read_bytes() == Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def mebibytes_of(pid: int) -> Mapping[str, float]:
    """Return what a process holds, and its share of it, for others may hold the same pages."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    return {row[0].rstrip(":"): int(row[1]) / 1024 for row in rows}


def test_a_second_start_answers_soon(tmp_path: Path, table: Table) -> None:
    seconds_to_first_answer(tmp_path)  # the first one prepares the instance
    rounds = [
        (seconds_to_first_answer(tmp_path), seconds_of("-c", "import flask, sqlalchemy.orm"))
        for _ in range(ROUNDS)
    ]
    spent, floor = min(spent for spent, _ in rounds), min(floor for _, floor in rounds)
    _seconds(table, "first answer after start", spent, 2, beside=f"its libraries, {floor:.2f} s")


def test_help_comes_soon(table: Table) -> None:
    rounds = [
        (seconds_of("-m", "exchange.cli", "--help"), seconds_of("-c", "import argparse"))
        for _ in range(ROUNDS)
    ]
    spent, floor = min(spent for spent, _ in rounds), min(floor for _, floor in rounds)
    _seconds(table, "`exchange --help`", spent, 0.5, beside=f"a bare argparse, {floor:.2f} s")


def _seconds(table: Table, what: str, spent: float, limit: float, *, beside: str) -> None:
    table.within(
        11,
        what,
        f"{spent:.2f} s",
        met=spent <= limit,
        wanted=f"≤ {limit:g} s",
        beside=beside,
    )


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux says it")
def test_a_worker_holds_little(tmp_path: Path, table: Table) -> None:
    with served_application(tmp_path) as served:
        desk = Desk(served.url).sign_in("coordinator")
        for page in PAGES * 8:
            desk.page(page)
        held = [mebibytes_of(pid) for pid in web_workers(served.pid)]
    whole, share = (max(each[name] for each in held) for name in ("Rss", "Pss"))
    met, found = whole <= MEBIBYTES, f"{whole:.0f} MiB"
    beside = f"its share of what all hold, {share:.0f} MiB"
    wanted = f"≤ {MEBIBYTES} MiB"
    what = "memory of a web worker"
    table.within(11, what, found, met=met, wanted=wanted, beside=beside, why=WHY)
