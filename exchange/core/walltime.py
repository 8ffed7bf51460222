"""Planned time at a place: the wall clock there is the truth, the instant is derived from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exchange.core.errors import DomainError
from exchange.core.messages import message


@dataclass(frozen=True, slots=True)
class WallTime:
    """A day and time as the clocks at a place show it.

    `fold` says which of two equal times is meant when clocks go back: 0 the first, 1 the second.
    Equality is that of the plan, not of the instant.
    """

    day: date
    clock: time
    zone: str
    fold: int = 0

    def __post_init__(self) -> None:
        if self.clock.tzinfo is not None:
            raise ValueError("a wall clock carries no zone of its own")

    @classmethod
    def planned(
        cls, day: date, clock: time, *, zone: str, fold: int | None = None, field: str | None = None
    ) -> Self:
        """Return a plan whose instant exists and is unique; otherwise raise as `resolve` does."""
        resolve(day, clock, zone=zone, fold=fold, field=field)
        return cls(day, clock, zone, fold or 0)

    @classmethod
    def at(cls, instant: datetime, zone: str) -> Self:
        """Return what the clocks of `zone` show at an instant."""
        local = instant.astimezone(zone_named(zone))
        return cls(local.date(), local.time().replace(fold=0), zone, local.fold)

    @property
    def local(self) -> datetime:
        """Return the aware local time."""
        return datetime.combine(
            self.day, self.clock.replace(fold=self.fold), tzinfo=zone_named(self.zone)
        )

    @property
    def instant(self) -> datetime:
        """Return the instant in UTC."""
        return resolve(self.day, self.clock, zone=self.zone, fold=self.fold)


def duration(start: WallTime, end: WallTime) -> timedelta:
    """Return the true time between two plans, whatever their zones."""
    return end.instant - start.instant


def zone_named(name: str, *, field: str | None = None) -> ZoneInfo:
    """Return an IANA zone; DomainError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DomainError(message("core.time.unknown_zone", zone=name), field=field) from None


def occurrences(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants (UTC) at which the clocks show a local time: none, one or two."""
    first, second = _both_readings(day, clock, zone)
    if _shift(first) == _shift(second):
        return (first.astimezone(UTC),)
    if _shift(first) < _shift(second):
        return ()
    return first.astimezone(UTC), second.astimezone(UTC)


def resolve(
    day: date, clock: time, *, zone: str, fold: int | None = None, field: str | None = None
) -> datetime:
    """Return the instant (UTC) of a local time.

    DomainError when the clocks skip it, or when they show it twice and `fold` does not say which.
    The sentence's `zone` is for the caller, who knows the city.
    """
    place = zone_named(zone, field=field)
    try:
        instants = occurrences(day, clock, place)
    except OverflowError:
        sentence = message("core.date.no_such_day", text=day.isoformat())
        raise DomainError(sentence, field=field) from None
    if not instants:
        sentence = message(
            "core.time.gap",
            day=day,
            local=f"{clock:%H:%M}",
            first=_first_shown_after(day, clock, place),
            zone=zone,
        )
        raise DomainError(sentence, field=field)
    if len(instants) == 1:
        return instants[0]
    if fold is None:
        sentence = message("core.time.ambiguous", day=day, local=f"{clock:%H:%M}", zone=zone)
        raise DomainError(sentence, field=field)
    return instants[fold]


def _both_readings(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, clock.replace(fold=0), tzinfo=zone),
        datetime.combine(day, clock.replace(fold=1), tzinfo=zone),
    )


def _shift(local: datetime) -> timedelta:
    shift = local.utcoffset()
    assert shift is not None  # every ZoneInfo of a full date and time has one
    return shift


def _first_shown_after(day: date, clock: time, zone: ZoneInfo) -> str:
    """Return the first local time after a gap, with its day where that is another one."""
    late, early = (reading.astimezone(UTC) for reading in _both_readings(day, clock, zone))
    old = _shift(early.astimezone(zone))
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if _shift(middle.astimezone(zone)) == old:
            early = middle
        else:
            late = middle
    # The change lies in (early, late], and clocks change on a full second.
    shown = late.replace(microsecond=0).astimezone(zone)
    return f"{shown:%H:%M}" if shown.date() == day else f"{shown:%Y-%m-%d %H:%M}"
