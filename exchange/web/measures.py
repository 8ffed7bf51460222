"""Counts of requests in memory that the processes of one server share: each adds to a part."""

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

#: A request that met no route: a path is not told.
NO_ROUTE: Final = "none"
METHODS: Final = ("GET", "POST", "other")
#: Answers that are told apart; any other counts as the last.
STATUSES: Final = (
    "200", "204", "206", "301", "302", "303", "304", "308", "400", "401", "403", "404", "405",
    "406", "409", "410", "412", "413", "415", "422", "429", "500", "503", "other",
)  # fmt: skip
#: Upper bounds in seconds.
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

#: Parts of the shared memory; more than the workers, for a new one may start before the old ends.
PARTS: Final = 16
#: Bytes of a part, for some 2,500 routes; pages that nobody writes to cost nothing.
_PART: Final = 2 * 1024 * 1024
_CELL: Final = 8
_MICROSECONDS: Final = 1_000_000

_STATUS_AT: Final = {status: at for at, status in enumerate(STATUSES)}
_BUCKETS_AT: Final = len(STATUSES)
_SUM_AT: Final = _BUCKETS_AT + len(BUCKETS) + 1
_ROW: Final = _SUM_AT + 1


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of one route and method."""

    route: str
    method: str
    #: Answers by status, those that occurred.
    statuses: dict[str, int]
    #: Answers by duration: one number a bucket, the last for what took longer than any.
    durations: tuple[int, ...]
    seconds: float


def shared_memory() -> mmap.mmap:
    """Return memory that the processes forked from this one share."""
    return mmap.mmap(-1, PARTS * _PART)


class Measures:
    """The counts of an application's routes.

    A process writes to a part that no other one writes to, so that no lock is held between
    processes, and one that is killed takes nothing with it: the next goes on from its counts.
    """

    def __init__(self, routes: Iterable[str]) -> None:
        names = sorted({*routes, NO_ROUTE})
        keys = [(route, method) for route in names for method in METHODS]
        self._rows = {key: at * _ROW for at, key in enumerate(keys)}
        if len(keys) * _ROW * _CELL > _PART:
            raise ValueError("there are more routes than a part of the shared memory holds")
        self._lock = Lock()
        self.share(mmap.mmap(-1, _PART), 0)

    def share(self, memory: mmap.mmap, part: int) -> None:
        """Write to a part of memory that other processes read."""
        self._cells = memoryview(memory).cast("q")
        self._part = part * (_PART // _CELL)

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        kind = "GET" if method == "HEAD" else method
        key = (route, kind if kind in METHODS else METHODS[-1])
        at = self._part + self._rows.get(key, self._rows[NO_ROUTE, key[1]])
        with self._lock:
            self._cells[at + _STATUS_AT.get(str(status), len(STATUSES) - 1)] += 1
            self._cells[at + _BUCKETS_AT + bisect_left(BUCKETS, seconds)] += 1
            self._cells[at + _SUM_AT] += round(seconds * _MICROSECONDS)

    def read(self) -> Iterator[Measure]:
        """Add all parts up; routes that nobody asked for are left out."""
        length, step = len(self._rows) * _ROW, _PART // _CELL
        parts = [self._cells[at : at + length] for at in range(0, len(self._cells), step)]
        total = list(map(sum, zip(*(part.tolist() for part in parts), strict=True)))
        for (route, method), at in self._rows.items():
            row = total[at : at + _ROW]
            if any(row):
                yield _measure(route, method, row)


def _measure(route: str, method: str, row: list[int]) -> Measure:
    counted = {status: row[at] for status, at in _STATUS_AT.items() if row[at]}
    durations = tuple(row[_BUCKETS_AT:_SUM_AT])
    return Measure(route, method, counted, durations, row[_SUM_AT] / _MICROSECONDS)
