"""What cannot be on a programme, or should be looked at: each rule by itself, none blocks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final
from uuid import UUID

from exchange.core.database import Localized
from exchange.core.text import fold
from exchange.core.walltime import WallTime, duration
from exchange.itineraries.enums import ClashKind

#: Minutes between two places where nobody has said how many are needed.
USUAL_TRANSFER: Final = 15
_LONGEST_PLACE: Final = 200
_SEVERAL: Final = re.compile(r"[、,，/／;；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An item as the rules look at it: who attends is worked out."""

    key: UUID
    visit_id: UUID
    visit_title: Localized
    title: Localized
    start: WallTime
    end: WallTime
    track: str = ""
    place: str = ""
    end_place: str = ""
    interpreter: str = ""
    vehicle: str = ""
    set_meal: bool = False
    people: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What, who or which, when, and the items it is about; `minutes` are those left and needed."""

    kind: ClashKind
    items: Sequence[Slot]
    who: Sequence[str | Localized] = ()
    minutes: tuple[int, int] | None = None

    @property
    def start(self) -> WallTime:
        """When it matters: where the later of its items begins."""
        return max((slot.start for slot in self.items), key=lambda wall: wall.instant)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a visit: its city, its clock, and what its days are called, by day."""

    city: Localized
    zone: str
    days: Mapping[date, Sequence[str | Localized]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a visit's programme and of whatever else its people have to do."""

    slots: Sequence[Slot]
    #: Items of other visits at the same time.
    others: Sequence[Slot] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)
    diets: Mapping[UUID, str] = field(default_factory=dict)
    #: The city and the partners with their closed days and days to avoid.
    sides: Sequence[Side] = ()
    #: Minutes a way needs, by folded places, as somebody has said.
    transfers: Mapping[tuple[str, str], int] = field(default_factory=dict)


def find_clashes(facts: Facts) -> Sequence[Finding]:
    """Return what all rules find, in the order in which it happens."""
    found = [finding for rule in RULES for finding in rule(facts)]
    return sorted(found, key=lambda each: (each.start.instant, each.kind, each.items[0].key))


def overlap(first: Slot, second: Slot) -> bool:
    """Say whether two items take place at once, in true time; a moment lies within a span."""
    a, b = (first.start.instant, first.end.instant), (second.start.instant, second.end.instant)
    return (a[0] < b[1] and b[0] < a[1]) or a[0] == b[0]


def people_twice(facts: Facts) -> Iterator[Finding]:
    """Find people who are in two places at once."""
    for pair in _at_once(facts.slots):
        if shared := pair[0].people & pair[1].people:
            yield Finding(ClashKind.PERSON, pair, _named(shared, facts))


def interpreters_twice(facts: Facts) -> Iterator[Finding]:
    """Find interpreters who are wanted in two places at once."""
    yield from _words_twice(facts, ClashKind.INTERPRETER, lambda slot: slot.interpreter)


def vehicles_twice(facts: Facts) -> Iterator[Finding]:
    """Find vehicles that are wanted in two places at once."""
    yield from _words_twice(facts, ClashKind.VEHICLE, lambda slot: slot.vehicle)


def duties_elsewhere(facts: Facts) -> Iterator[Finding]:
    """Find people who have to be at another visit's item at the same time: the mayor, mostly."""
    for slot in facts.slots:
        for other in facts.others:
            if overlap(slot, other) and (shared := slot.people & other.people):
                yield Finding(ClashKind.ELSEWHERE, (slot, other), _named(shared, facts))


def before_arrival(facts: Facts) -> Iterator[Finding]:
    """Find what people should attend where they arrive from another clock later that day."""
    ways = [slot for slot in facts.slots if slot.start.zone != slot.end.zone]
    for way in ways:
        for slot in facts.slots:
            if _is_before(slot, way) and (shared := _not_yet_there(slot, way, ways)):
                yield Finding(ClashKind.ARRIVAL, (slot, way), _named(shared, facts))


def closed_days(facts: Facts) -> Iterator[Finding]:
    """Find the first item of every day on which either side is closed, or wants no visit.

    A day is that of the side's own clock.
    """
    for side in facts.sides:
        seen: set[date] = set()
        for slot in _ordered(facts.slots):
            day = WallTime.at(slot.start.instant, side.zone).day
            if day not in seen and (names := side.days.get(day)):
                seen.add(day)
                yield Finding(ClashKind.CLOSED, (slot,), [side.city, *names])


def hurried_transfers(facts: Facts) -> Iterator[Finding]:
    """Find ways between two places of a track for which there is not time enough."""
    for track in sorted({slot.track for slot in facts.slots if slot.track}) or [""]:
        chain = _ordered(slot for slot in facts.slots if slot.track in {track, ""})
        for before, after in pairwise(chain):
            left = duration(before.end, after.start)
            needed = _minutes_needed(before, after, facts)
            if needed and timedelta(0) <= left < timedelta(minutes=needed):
                minutes = (int(left.total_seconds() // 60), needed)
                yield Finding(ClashKind.TRANSFER, (before, after), _way(before, after), minutes)


def attended_by_nobody(facts: Facts) -> Iterator[Finding]:
    """Find items that nobody attends."""
    return (Finding(ClashKind.NOBODY, (slot,)) for slot in facts.slots if not slot.people)


def diets_at_set_meals(facts: Facts) -> Iterator[Finding]:
    """Find set meals at which somebody has a diet to be told."""
    for slot in facts.slots:
        if slot.set_meal and (people := slot.people & facts.diets.keys()):
            yield Finding(ClashKind.DIET, (slot,), _named(people, facts))


def without_a_track(facts: Facts) -> Iterator[Finding]:
    """Find items in no track while a track has its own: whatever else has none is for all."""
    tracked = [slot for slot in facts.slots if slot.track]
    for slot in facts.slots:
        if not slot.track and any(overlap(slot, other) for other in tracked):
            yield Finding(ClashKind.TRACKLESS, (slot,))


#: Every rule, the gravest first.
RULES: Final[Sequence[Callable[[Facts], Iterator[Finding]]]] = (
    people_twice,
    interpreters_twice,
    vehicles_twice,
    duties_elsewhere,
    before_arrival,
    closed_days,
    hurried_transfers,
    attended_by_nobody,
    diets_at_set_meals,
    without_a_track,
)


def way_of(before: Slot, after: Slot) -> tuple[str, str]:
    """Return the places a way leads from and to, under which its minutes are known."""
    return place_key(before.end_place or before.place), place_key(after.place)


def place_key(place: str) -> str:
    """Return the form under which a place is known, as long as its column."""
    return fold(place)[:_LONGEST_PLACE]


def _ordered(slots: Iterable[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.start.instant, slot.end.instant, slot.key))


def _at_once(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    return (pair for pair in combinations(_ordered(slots), 2) if overlap(*pair))


def _is_before(slot: Slot, way: Slot) -> bool:
    """Say whether an item is over, on its day and by its clock, before a way there begins."""
    there = (way.end.zone, way.end.day)
    return (slot.start.zone, slot.start.day) == there and slot.end.instant <= way.start.instant


def _not_yet_there(slot: Slot, way: Slot, ways: Iterable[Slot]) -> frozenset[UUID]:
    """Return who is wanted before a way, but for those who left in between and come back by it."""
    left = [
        other.people
        for other in ways
        if other.start.zone == way.end.zone
        and slot.start.instant <= other.start.instant < way.start.instant
    ]
    return (slot.people & way.people).difference(*left)


def _words_twice(facts: Facts, kind: ClashKind, words: Callable[[Slot], str]) -> Iterator[Finding]:
    for first, second in _at_once(facts.slots):
        wanted = {fold(word) for word in _SEVERAL.split(words(second)) if fold(word)}
        shared = [word.strip() for word in _SEVERAL.split(words(first)) if fold(word) in wanted]
        if shared:
            yield Finding(kind, (first, second), shared)


def _minutes_needed(before: Slot, after: Slot, facts: Facts) -> int:
    way = way_of(before, after)
    if not all(way) or way[0] == way[1]:
        return 0
    return facts.transfers.get(way, USUAL_TRANSFER)


def _way(before: Slot, after: Slot) -> Sequence[str]:
    return [before.end_place or before.place, after.place]


def _named(people: Iterable[UUID], facts: Facts) -> Sequence[str]:
    """Return names with what is to be minded of a person, in the order they are known."""
    wanted = set(people)
    return [name for key, name in facts.names.items() if key in wanted]
