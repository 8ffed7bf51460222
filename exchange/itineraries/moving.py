"""Moving items by days and minutes: what moves, what is fixed and stays, before and after."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.walltime import WallTime

if TYPE_CHECKING:
    from exchange.itineraries.models import ItineraryItem

#: What is further was mistyped.
MOST_DAYS: Final = 92
MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """How far: whole days keep the clocks, minutes are true time."""

    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """An item, and when it would be; a fixed one stays when it was."""

    item: "ItineraryItem"
    start: WallTime
    end: WallTime

    @property
    def stays(self) -> bool:
        """Whether it is fixed."""
        return self.item.fixed


def ensure_shift(shift: Shift) -> None:
    """Raise DomainError for no move at all, or one that is too far."""
    if shift == Shift():
        raise DomainError(message("itineraries.error.no_move"), field="days")
    if abs(shift.days) > MOST_DAYS:
        raise DomainError(message("itineraries.error.too_far", most=MOST_DAYS), field="days")
    if abs(shift.minutes) > MOST_MINUTES:
        sentence = message("itineraries.error.too_many_minutes", most=MOST_MINUTES)
        raise DomainError(sentence, field="minutes")


def shifted(wall: WallTime, shift: Shift) -> WallTime:
    """Return when a planned time would be; raises DomainError where the clocks skip it."""
    moved = wall
    if shift.days:
        day = wall.day + timedelta(days=shift.days)
        moved = WallTime.planned(day, wall.clock, zone=wall.zone, fold=wall.fold, field="days")
    if shift.minutes:
        moved = WallTime.at(moved.instant + timedelta(minutes=shift.minutes), wall.zone)
    return moved


def of_day(
    items: Iterable["ItineraryItem"], day: date, *, after: time | None = None
) -> Sequence["ItineraryItem"]:
    """Return what begins on a day, by the clocks of its places, from a time on."""
    return [
        item
        for item in items
        if item.start.day == day and (after is None or item.start.clock >= after)
    ]


def plan_moves(items: Iterable["ItineraryItem"], shift: Shift) -> Sequence[Move]:
    """Return what would become of items; raises DomainError where the clocks skip a new time."""
    ensure_shift(shift)
    return [
        Move(item, item.start, item.end)
        if item.fixed
        else Move(item, shifted(item.start, shift), shifted(item.end, shift))
        for item in items
    ]


def digest_of(items: Iterable["ItineraryItem"], shift: Shift) -> str:
    """Return what tells whether a move is still the one that was looked at."""
    seen: list[tuple[UUID, int]] = sorted((item.id, item.version) for item in items)
    return hashlib.sha256(repr((seen, shift)).encode()).hexdigest()
