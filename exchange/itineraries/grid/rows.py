"""Rows of the grid: what is left blank carries the value above, the city decides the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.walltime import WallTime, duration, occurrences, zone_named
from exchange.itineraries.cities import CityIndex
from exchange.itineraries.enums import Column
from exchange.itineraries.grid.cells import Span, read_day, read_span, split_cities
from exchange.itineraries.rules import ensure_near, ensure_order

#: How long what is typed into a cell may be; days and times are checked by reading them.
LONGEST: Final = {
    Column.CITY: 200,
    Column.TITLE: 200,
    Column.TRANSPORT: 200,
    Column.LODGING: 200,
    Column.MEAL: 200,
    Column.PLACE: 200,
    Column.TRACK: 60,
}
_CITY_LENGTH: Final = 100
_END_FIELDS: Final = {"start": Column.TIME, "end": Column.TIME}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A row as it was typed; `version` 0 is a new one."""

    key: UUID
    version: int
    cells: Mapping[Column, str]
    #: The cells when the page was opened: a row nobody touched is left alone.
    opened: Mapping[Column, str] = field(default_factory=dict)
    start_fold: str = ""
    end_fold: str = ""
    drop: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is typed in it."""
        return not any(self.cells.get(column) for column in Column)

    @property
    def off(self) -> bool:
        """Whether it is to be taken off: by its box, or by clearing a saved row."""
        return self.drop or (self.empty and self.version > 0)

    @property
    def touched(self) -> bool:
        """Whether it says something else than when the page was opened."""
        return self.drop or any(
            self.cells.get(column, "") != self.opened.get(column, "") for column in Column
        )


@dataclass(frozen=True, slots=True)
class Known:
    """A row that is saved: its cells, and its times with the zones they are really in."""

    cells: Mapping[Column, str]
    start: WallTime
    end: WallTime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a visit's grid is read with."""

    first: date
    last: date
    cities: CityIndex
    #: The clock where no city stands in the row or above it.
    zone: str
    known: Mapping[UUID, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be read."""

    column: Column
    sentence: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What a row says of its item."""

    start: WallTime
    end: WallTime
    city: str
    end_city: str
    title: str
    transport: str
    lodging: str
    meal: str
    place: str
    track: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row read; `plan` is None where there are problems, or where it is taken off."""

    typed: TypedRow
    plan: RowPlan | None
    problems: Sequence[Problem] = ()
    #: Which of two equal times is to be asked: "start", "end".
    asks: frozenset[str] = frozenset()
    #: Cities nobody has told the clock of.
    unknown: Sequence[str] = ()


@dataclass(slots=True)
class _Above:
    """What a blank cell of the next row carries."""

    day: date | None = None
    city: str = ""
    zone: str = ""


def read_rows(rows: Sequence[TypedRow], setting: Setting) -> Sequence[ReadRow]:
    """Read rows from the top; new rows in which nothing is typed are left out."""
    above, found = _Above(zone=setting.zone), []
    for row in rows:
        if row.off:
            found.append(ReadRow(row, None))
        elif not row.empty:
            found.append(_Reading(row, setting, above).read())
    return found


class _Reading:
    """One row being read."""

    def __init__(self, row: TypedRow, setting: Setting, above: _Above) -> None:
        self.row, self.setting, self.above = row, setting, above
        self.known = setting.known.get(row.key)
        self.problems: list[Problem] = []
        self.asks: set[str] = set()
        self.unknown: list[str] = []

    def read(self) -> ReadRow:
        cells = {column: self.row.cells.get(column, "").strip() for column in Column}
        self._check_lengths(cells)
        if not cells[Column.TITLE]:
            self._refuse(Column.TITLE, message("itineraries.error.no_title"))
        day, span = self._day(cells[Column.DAY]), self._span(cells[Column.TIME])
        city, end_city, zones = self._cities(cells[Column.CITY])
        times = self._times(day, span, zones) if day and span and zones else None
        self._carry(day, end_city or city, zones)
        if times is None or self.problems or self.unknown:
            return ReadRow(self.row, None, self.problems, frozenset(self.asks), tuple(self.unknown))
        plan = RowPlan(
            start=times[0],
            end=times[1],
            city=city,
            end_city=end_city,
            title=cells[Column.TITLE],
            transport=cells[Column.TRANSPORT],
            lodging=cells[Column.LODGING],
            meal=cells[Column.MEAL],
            place=cells[Column.PLACE],
            track=cells[Column.TRACK],
        )
        return ReadRow(self.row, plan, (), frozenset(self.asks))

    def _refuse(self, column: Column, sentence: Message) -> None:
        self.problems.append(Problem(column, sentence))

    def _check_lengths(self, cells: Mapping[Column, str]) -> None:
        for column, longest in LONGEST.items():
            if len(cells[column]) > longest:
                self._refuse(column, message("itineraries.error.long", most=longest))

    def _carry(self, day: date | None, city: str, zones: tuple[str, str] | None) -> None:
        self.above.day = day or self.above.day
        if city:
            self.above.city = city
        if zones:
            self.above.zone = zones[1]

    def _day(self, text: str) -> date | None:
        if not text:
            if self.above.day is None:
                self._refuse(Column.DAY, message("itineraries.error.no_day"))
            return self.above.day
        try:
            return read_day(text, first=self.setting.first, last=self.setting.last)
        except DomainError as error:
            self._refuse(Column.DAY, error.sentence)
            return None

    def _span(self, text: str) -> Span | None:
        if not text:
            self._refuse(Column.TIME, message("itineraries.error.no_time"))
            return None
        try:
            return read_span(text)
        except DomainError as error:
            self._refuse(Column.TIME, error.sentence)
            return None

    def _cities(self, text: str) -> tuple[str, str, tuple[str, str] | None]:
        """Return the cities of a row and their zones, None where one is unknown."""
        if self.known and text == self.known.cells.get(Column.CITY, ""):
            zones = (self.known.start.zone, self.known.end.zone)
            return *split_cities(text), zones
        city, end_city = split_cities(text)
        if not city:
            return self.above.city, "", (self.above.zone, self.above.zone)
        if len(city) > _CITY_LENGTH or len(end_city) > _CITY_LENGTH:
            self._refuse(Column.CITY, message("itineraries.error.long", most=_CITY_LENGTH))
            return city, end_city, None
        found = [self.setting.cities.zone_of(name) for name in (city, end_city or city)]
        self.unknown = [
            name for name, zone in zip((city, end_city or city), found, strict=True) if not zone
        ]
        start, end = found
        return city, end_city, (start, end) if start and end else None

    def _times(
        self, day: date, span: Span, zones: tuple[str, str]
    ) -> tuple[WallTime, WallTime] | None:
        if self.known and self._says_known_times(zones):
            return self.known.start, self.known.end
        try:
            start = self._wall("start", day, span, zones[0])
            end = self._end(start, day, span, zones[1])
            ensure_order(start, end)
            ensure_near(start, end, first=self.setting.first, last=self.setting.last)
        except DomainError as error:
            self._refuse(Column.DAY if error.field == "start_day" else Column.TIME, error.sentence)
            return None
        return start, end

    def _says_known_times(self, zones: tuple[str, str]) -> bool:
        assert self.known is not None
        same = (Column.DAY, Column.TIME)
        unsaid = not self.row.start_fold and not self.row.end_fold
        return (
            unsaid
            and zones == (self.known.start.zone, self.known.end.zone)
            and all(self.row.cells.get(each) == self.known.cells.get(each) for each in same)
        )

    def _end(self, start: WallTime, day: date, span: Span, zone: str) -> WallTime:
        """Return the end: its day is the start's, the next where that would be before it began."""
        if span.end is None:
            return WallTime.at(start.instant, zone)
        if span.days is not None:
            return self._wall("end", day + timedelta(days=span.days), span, zone)
        end = self._wall("end", day, span, zone)
        if duration(start, end) < timedelta(0):
            return self._wall("end", day + timedelta(days=1), span, zone)
        return end

    def _wall(self, which: str, day: date, span: Span, zone: str) -> WallTime:
        clock = span.start if which == "start" else span.end
        assert clock is not None
        typed = self.row.start_fold if which == "start" else self.row.end_fold
        twice = len(occurrences(day, clock, zone_named(zone))) > 1
        if twice:
            self.asks.add(which)
        fold = int(typed) if twice and typed in {"0", "1"} else None
        return WallTime.planned(day, clock, zone=zone, fold=fold)
