"""Who visited whom last, whose turn it is, and what cycles of visits foresee next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import PartialDate
from exchange.delegations.enums import OFFICIAL, Direction, TurnStanding

if TYPE_CHECKING:
    from exchange.delegations.models import CycleTurn, Visit, VisitCycle


#: Turns of so many rounds before the next are shown even where nothing is on record.
_SHOWN_BACK: Final = 2


@dataclass(frozen=True, slots=True)
class LastVisit:
    """A visit that took place: on record, or known by its time alone."""

    when: PartialDate
    visit: "Visit | None"


@dataclass(frozen=True, slots=True)
class Balance:
    """The last official visit each way."""

    came: LastVisit | None
    went: LastVisit | None

    @property
    def last(self) -> Direction | None:
        """Which way the later of the two went; None where that cannot be told."""
        if self.came is None or self.went is None:
            return Direction.IN if self.came else Direction.OUT if self.went else None
        if not self.came.when.conflicts_with(self.went.when):
            return None
        return Direction.IN if self.came.when > self.went.when else Direction.OUT

    @property
    def turn(self) -> Direction | None:
        """Which way the next visit is to go; None where nobody is owed one."""
        last = self.last
        return last and (Direction.OUT if last is Direction.IN else Direction.IN)


def balance(visits: Iterable["Visit"], records: Iterable["CycleTurn"]) -> Balance:
    """Weigh official visits that took place, and turns of cycles known by their time alone."""
    known = [(visit.direction, LastVisit(PartialDate.of(visit.starts), visit)) for visit in visits]
    known += [
        (one.direction, LastVisit(one.happened, None))
        for one in records
        if one.happened is not None and one.ended_at is None
    ]
    latest = dict(sorted(known, key=lambda pair: pair[1].when))
    return Balance(came=latest.get(Direction.IN), went=latest.get(Direction.OUT))


@dataclass(frozen=True, slots=True)
class Turn:
    """A visit that a cycle foresees, and what became of it."""

    year: int
    direction: Direction
    standing: TurnStanding
    record: "CycleTurn | None"


@dataclass(frozen=True, slots=True)
class CycleReading:
    """A cycle as it stands: its turns, and when the next is due by either count."""

    cycle: "VisitCycle"
    turns: Sequence[Turn]
    #: The first foreseen year, from today's on, of which something is still open.
    next_due: int
    #: Counted from the last visit of the cycle that took place; None without one.
    by_last_visit: int | None


def directions(cycle: "VisitCycle") -> tuple[Direction, ...]:
    """Return the ways a cycle's visits go, ours first."""
    return (Direction.OUT, Direction.IN) if cycle.both_ways else (Direction.IN,)


def foreseen(cycle: "VisitCycle", *, last: int) -> list[int]:
    """Return the years a cycle foresees, up to and with `last`."""
    return list(range(cycle.anchor_year + cycle.years, last + 1, cycle.years))


def is_foreseen(cycle: "VisitCycle", year: int) -> bool:
    """Say whether a cycle foresees a visit in a year."""
    return year > cycle.anchor_year and (year - cycle.anchor_year) % cycle.years == 0


def turn_fulfilled(
    cycle: "VisitCycle", visit: "Visit", records: Iterable["CycleTurn"]
) -> int | None:
    """Return the year of the open turn that a visit of a cycle's partner fulfils, None for none.

    Courtesy is returned by official visits alone. A turn with a record, skipped ones too, stays
    as it is, and a visit that is on record for another turn fulfils no second one.
    """
    known = [one for one in records if one.ended_at is None]
    if visit.level not in OFFICIAL or visit.direction not in directions(cycle):
        return None
    if any(one.visit_id == visit.id for one in known):
        return None
    settled = {one.year for one in known if one.direction is visit.direction}
    return next(
        (
            year
            for year in foreseen(cycle, last=visit.starts.year + cycle.tolerance)
            if abs(year - visit.starts.year) <= cycle.tolerance and year not in settled
        ),
        None,
    )


def read_cycle(cycle: "VisitCycle", records: Iterable["CycleTurn"], *, today: date) -> CycleReading:
    """Read a cycle by its records that were not taken back."""
    known = {(one.year, one.direction): one for one in records if one.ended_at is None}
    next_due = _next_due(cycle, set(known), today.year)
    shown_from = next_due - _SHOWN_BACK * cycle.years
    turns = [
        _turn(cycle, year, way, known.get((year, way)), today=today)
        for year in foreseen(cycle, last=next_due)
        for way in directions(cycle)
        if year >= shown_from or (year, way) in known
    ]
    years = [when.year for one in known.values() if (when := happened(one)) is not None]
    return CycleReading(
        cycle=cycle,
        turns=turns,
        next_due=next_due,
        by_last_visit=max(years) + cycle.years if years else None,
    )


def happened(record: "CycleTurn") -> PartialDate | None:
    """Return when a visit of a cycle took place; None for one that was skipped."""
    if record.visit is not None:
        return PartialDate.of(record.visit.starts)
    return record.happened


def _next_due(cycle: "VisitCycle", settled: set[tuple[int, Direction]], this_year: int) -> int:
    year = cycle.anchor_year + cycle.years
    while year < this_year or all((year, way) in settled for way in directions(cycle)):
        year += cycle.years
    return year


def _turn(
    cycle: "VisitCycle",
    year: int,
    direction: Direction,
    record: "CycleTurn | None",
    *,
    today: date,
) -> Turn:
    if record is not None:
        standing = TurnStanding.SKIPPED if record.skipped_because else TurnStanding.DONE
    elif year >= today.year:
        standing = TurnStanding.DUE
    else:
        known = year >= cycle.created_at.year
        standing = TurnStanding.OVERDUE if known else TurnStanding.UNRECORDED
    return Turn(year, direction, standing, record)
