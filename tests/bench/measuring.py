"""CPU time, taken in turns in the same rounds: the machine may be busy with other things."""

import os
import time
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from typing import Final

_ROUNDS: Final = 5
#: CPU seconds that each work gets in each round.
_SHARE: Final = 0.15
_MOST_CALLS: Final = 400

Clock = Callable[[], float]


def paired(
    *work: Callable[[], object],
    calls: int | None = None,
    clock: Clock = time.process_time,
    share: float = _SHARE,
) -> Sequence[float]:
    """Return each work's median CPU milliseconds, measured in turns in the same rounds.

    How often a round calls each follows from what one call costs, unless `calls` says it.
    """
    counts = [calls or _calls(each, clock, share) for each in work]
    rounds = [
        [_spent(each, count, clock) for each, count in zip(work, counts, strict=True)]
        for _ in range(_ROUNDS)
    ]
    return [median(times[index] for times in rounds) for index in range(len(work))]


def spent(work: Callable[[], object]) -> tuple[float, object]:
    """Return the CPU seconds of a piece of work, and what it returned."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def with_server(pid: int) -> Clock:
    """Return a clock of the CPU seconds of this process and of a PostgreSQL server's."""
    return lambda: time.process_time() + _of_server(pid)


def _of_server(pid: int) -> float:
    """Return the CPU seconds of a server: its processes, and those that have ended."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        user, system, ended_user, ended_system = map(int, fields[11:15])
        if int(stat.parent.name) == pid:
            ticks += user + system + ended_user + ended_system
        elif int(fields[1]) == pid:
            ticks += user + system
    return ticks / os.sysconf("SC_CLK_TCK")


def _calls(work: Callable[[], object], clock: Clock, share: float) -> int:
    """Return how often a round calls a work; it is warm afterwards."""
    work()
    once = _spent(work, 1, clock)
    if once < share * 1000:
        once = _spent(work, 5, clock)
    return min(_MOST_CALLS, ceil(share * 1000 / max(once, 0.1)))


def _spent(work: Callable[[], object], calls: int, clock: Clock) -> float:
    began = clock()
    for _ in range(calls):
        work()
    return (clock() - began) * 1000 / calls
