"""Time zones as iCalendar needs them: two yearly rules, read from the zone's own TZif file.

icalendar's own generator writes lists of single dates, of which several readers take the first
only, and puts the spring onset an hour late; Outlook ignores such lists altogether. The POSIX
rule that ends every TZif file (RFC 9636) says the same in one line, from the zone's last change
of rule on. What is older, or cannot be said so, is left to be written in UTC.
"""

import calendar
import re
import struct
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

#: Observances begin here at the earliest: clients have no use for older ones.
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)

_WEEKDAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_NAME: Final = r"(<[^>]+>|[A-Za-z]+)"
_TIME: Final = r"[+-]?\d+(?::\d+){0,2}"
_ONSET: Final = rf"(M\d+\.\d\.\d(?:/{_TIME})?)"
_POSIX_RULE: Final = re.compile(f"{_NAME}({_TIME})(?:{_NAME}({_TIME})?,{_ONSET},{_ONSET})?")
_HEADER: Final = struct.Struct(">4sc15x6l")
_TIME_TYPE: Final = struct.Struct(">lBB")
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Onset:
    """The nth weekday of a month (5 is the last, weekday 0 is Sunday), at a wall-clock time."""

    month: int
    week: int
    weekday: int
    time: timedelta

    def in_year(self, year: int, offset: timedelta) -> datetime:
        """Return the onset in one year, in the clock that runs until then (UTC + `offset`)."""
        first_weekday, days = calendar.monthrange(year, self.month)
        day = 1 + (self.weekday - 1 - first_weekday) % 7 + 7 * (self.week - 1)
        day = day if day <= days else day - 7
        return datetime(year, self.month, day, tzinfo=timezone(offset)) + self.time

    @property
    def rule(self) -> str:
        """The yearly rule in the form Outlook knows: one month, one numbered weekday."""
        week = -1 if self.week == 5 else self.week
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{_WEEKDAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone's clock: what it is called and how far it is ahead of UTC."""

    name: str
    offset: timedelta


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """Two clocks that take turns every year.

    Daylight is the one further ahead, whatever the zone calls it (Irish winter time is "DST").
    """

    standard: Clock
    standard_onset: Onset
    daylight: Clock
    daylight_onset: Onset

    def onsets(self, year: int) -> list[tuple[datetime, timedelta]]:
        """List the year's onsets in order, each with the offset it brings."""
        return sorted(
            [
                (self.standard_onset.in_year(year, self.daylight.offset), self.standard.offset),
                (self.daylight_onset.in_year(year, self.standard.offset), self.daylight.offset),
            ]
        )


@dataclass(frozen=True, slots=True)
class ZoneDescription:
    """A VTIMEZONE as unfolded content lines, true for every instant from `holds_from` on."""

    tzid: str
    lines: tuple[str, ...]
    holds_from: datetime


def zone_to_write(moment: datetime) -> str | None:
    """Name the zone a wall time may be written in; None when it must be written in UTC.

    UTC it is when the zone has no IANA name, no rule that iCalendar can say or another rule at
    that time, and when the clock shows that wall time twice or never.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"a calendar entry needs aware times, not {moment.isoformat()}")
    tzid = getattr(moment.tzinfo, "key", None)
    if tzid is None or moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset():
        return None
    description = describe_zone(tzid)
    if description is None or moment < description.holds_from:
        return None
    return description.tzid


@cache
def describe_zone(tzid: str) -> ZoneDescription | None:
    """Describe an IANA zone; None for UTC itself and for rules that iCalendar cannot say."""
    transitions, posix = _read_tzif(_tzif_bytes(tzid))
    rule = read_posix_rule(posix)
    if rule is None or posix == "UTC0":
        return None
    if isinstance(rule, Clock):
        return _describe_steady(tzid, rule, transitions)
    return _describe_yearly(tzid, rule, _first_year(rule, transitions))


def read_posix_rule(text: str) -> Clock | YearlyRule | None:
    """Read a POSIX TZ rule; None when iCalendar cannot say it as one numbered weekday."""
    found = _POSIX_RULE.fullmatch(text)
    if found is None:
        return None
    name, offset, other_name, other_offset, begins, ends = found.groups()
    clock = Clock(name.strip("<>"), -_duration(offset))
    if other_name is None:
        return clock
    ahead = -_duration(other_offset) if other_offset else clock.offset + _HOUR
    other = Clock(other_name.strip("<>"), ahead)
    onset, other_onset = _onset(ends), _onset(begins)
    if any(not timedelta(0) <= each.time < _DAY for each in (onset, other_onset)):
        return None
    if other.offset < clock.offset:
        return YearlyRule(other, other_onset, clock, onset)
    return YearlyRule(clock, onset, other, other_onset)


def _describe_steady(
    tzid: str, clock: Clock, transitions: Sequence[tuple[int, timedelta]]
) -> ZoneDescription:
    zone = timezone(clock.offset)
    starts = EARLIEST.replace(tzinfo=zone)
    if transitions:
        starts = max(starts, datetime.fromtimestamp(transitions[-1][0], zone))
    lines = _observance("STANDARD", clock, before=clock, starts=starts)
    return ZoneDescription(tzid, _zone_lines(tzid, lines), starts.astimezone(UTC))


def _describe_yearly(tzid: str, rule: YearlyRule, year: int) -> ZoneDescription:
    lines = []
    for part, clock, onset, before in (
        ("DAYLIGHT", rule.daylight, rule.daylight_onset, rule.standard),
        ("STANDARD", rule.standard, rule.standard_onset, rule.daylight),
    ):
        starts = onset.in_year(year, before.offset)
        lines += _observance(part, clock, onset.rule, before=before, starts=starts)
    return ZoneDescription(tzid, _zone_lines(tzid, lines), rule.onsets(year)[0][0].astimezone(UTC))


def _observance(
    part: str, clock: Clock, rule: str | None = None, *, before: Clock, starts: datetime
) -> list[str]:
    """Write one clock of a zone; `starts` is on the clock that ran before (RFC 5545 3.6.5)."""
    return [
        f"BEGIN:{part}",
        f"DTSTART:{starts:%Y%m%dT%H%M%S}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZNAME:{clock.name}",
        f"TZOFFSETFROM:{_utc_offset(before.offset)}",
        f"TZOFFSETTO:{_utc_offset(clock.offset)}",
        f"END:{part}",
    ]


def _zone_lines(tzid: str, observances: Sequence[str]) -> tuple[str, ...]:
    return ("BEGIN:VTIMEZONE", f"TZID:{tzid}", *observances, "END:VTIMEZONE")


def _utc_offset(offset: timedelta) -> str:
    sign = "-" if offset < timedelta(0) else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"


def _first_year(rule: YearlyRule, transitions: Sequence[tuple[int, timedelta]]) -> int:
    """Find the year from which the file's changes are those of the rule, no more and no fewer."""
    if not transitions:
        return EARLIEST.year
    last = transitions[-1][0]
    year = datetime.fromtimestamp(last, UTC).year
    while year >= EARLIEST.year:
        start, end = (datetime(y, 1, 1, tzinfo=UTC).timestamp() for y in (year, year + 1))
        listed = {(at, offset) for at, offset in transitions if start <= at < end}
        ruled = {(int(at.timestamp()), offset) for at, offset in rule.onsets(year)}
        if listed != {(at, offset) for at, offset in ruled if at <= last}:
            break
        year -= 1
    return max(year + 1, EARLIEST.year)


def _onset(text: str) -> Onset:
    """Read Mm.w.d[/time]; the time is 02:00 when it is not said."""
    day, _, time = text.removeprefix("M").partition("/")
    month, week, weekday = map(int, day.split("."))
    return Onset(month, week, weekday, _duration(time or "2"))


def _duration(text: str) -> timedelta:
    """Read [+-]hh[:mm[:ss]], the way POSIX writes offsets and times."""
    hours, minutes, seconds = [*text.lstrip("+-").split(":"), "0", "0"][:3]
    duration = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -duration if text.startswith("-") else duration


def _tzif_bytes(tzid: str) -> bytes:
    """Read the very file `ZoneInfo(tzid)` reads: the system's first, then the tzdata package."""
    zoneinfo.ZoneInfo(tzid)  # refuses names that are no zones, and paths out of the directory
    for directory in zoneinfo.TZPATH:
        path = Path(directory) / tzid
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *tzid.split("/")).read_bytes()


def _read_tzif(content: bytes) -> tuple[list[tuple[int, timedelta]], str]:
    """Return a TZif file's changes (Unix time, offset from then on) and its POSIX rule.

    The rule is "" in files of version 1, which have none.
    """
    _, version, *counts = _HEADER.unpack_from(content)
    if version < b"2":
        return [], ""
    start = _HEADER.size + _block_size(counts, time_size=4)
    _, _, *counts = _HEADER.unpack_from(content, start)
    block = start + _HEADER.size
    footer = content[block + _block_size(counts, time_size=8) :]
    return list(_changes(content[block:], counts)), footer.strip(b"\n").decode("ascii")


def _changes(block: bytes, counts: Sequence[int]) -> Iterator[tuple[int, timedelta]]:
    _, _, _, changes, types, _ = counts
    times = struct.unpack_from(f">{changes}q", block)
    kinds = struct.unpack_from(f">{changes}B", block, changes * 8)
    type_block = block[changes * 9 : changes * 9 + types * _TIME_TYPE.size]
    offsets = [timedelta(seconds=offset) for offset, _, _ in _TIME_TYPE.iter_unpack(type_block)]
    present = None
    for at, kind in zip(times, kinds, strict=True):
        if offsets[kind] != present:  # some files end with a change to what already is
            present = offsets[kind]
            yield at, present


def _block_size(counts: Sequence[int], *, time_size: int) -> int:
    ut_marks, standard_marks, leaps, changes, types, letters = counts
    return (
        changes * (time_size + 1)
        + types * _TIME_TYPE.size
        + letters
        + leaps * (time_size + 4)
        + standard_marks
        + ut_marks
    )
