"""Which cells of a public table must not be shown, so that nobody can be counted out of it.

A cell under three is hidden, and with it as many more as it takes: the total beside the table is
public, so one hidden cell would be the difference, and several may still add up in one way only.
Tables that count the same people in other ways (by partner, by programme) are hidden together: what
one of them shows must not give away what another hides.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

#: The smallest count a public cell may show.
SMALLEST_SHOWN: Final = 3
#: What the hidden cells must add up to beyond their number, so that each may be 1 as well as 2
#: even for a reader who knows that a larger one is hidden with it.
_MARGIN: Final = 3


def _uncertain(hidden: Sequence[int], *, smallest_shown: int | None) -> bool:
    """Say whether a small hidden cell may be 1 as well as 2, for all that the table tells.

    A reader knows the sum of the hidden cells and that none is larger than one that is shown.
    """
    whole, others = sum(hidden), len(hidden) - 1
    enough = whole >= len(hidden) + _MARGIN
    return enough and (smallest_shown is None or whole - 1 <= others * smallest_shown)


#: Labels of one group of people, one a table: (programme, partner, direction).
Labels = tuple[str, ...]


def hidden_labels(groups: Mapping[Labels, int]) -> Sequence[frozenset[str] | None] | None:
    """Return the labels to hide of each table that `groups` add up to.

    A table that is None is not shown at all; None instead of the tables: show none of them. A
    reader may know all tables, the total, and which groups there are; still no cell under three can
    be told from its neighbour.
    """
    tables = [_Table(groups, place) for place in range(len(next(iter(groups), ())))]
    while exposed := _exposed(groups, tables):
        wider = [table for table in tables if table.step + 1 < len(table.options)]
        if not wider:
            return None
        best = min(wider, key=lambda table: _gain(groups, tables, table, exposed))
        best.step += 1
    return [table.hidden for table in tables]


def hidden_beside(groups: Mapping[Labels, int]) -> frozenset[str] | None:
    """Return the labels to hide of the last table, beside the others as they are published.

    The others are hidden as if the last were not there: a reader has them from the public pages.
    None: the last is not shown.
    """
    published: Counter[Labels] = Counter()
    for labels, number in groups.items():
        published[labels[:-1]] += number
    others = hidden_labels(published)
    if others is None:
        return None
    *fixed, last = (_Table(groups, place) for place in range(len(others) + 1))
    for table, hidden in zip(fixed, others, strict=True):
        table.step = table.options.index(hidden)
    while _exposed(groups, [*fixed, last]):
        if last.hidden is None:
            return None
        last.step += 1
    return last.hidden


class _Table:
    """One table over the groups, and how much of it is hidden so far."""

    def __init__(self, groups: Mapping[Labels, int], place: int) -> None:
        self.place = place
        self.counts: Counter[str] = Counter()
        for labels, number in groups.items():
            self.counts[labels[place]] += number
        ordered = sorted(self.counts, key=lambda label: (self.counts[label], label))
        self.options = _options(ordered, self.counts)
        self.step = 0

    @property
    def hidden(self) -> frozenset[str] | None:
        """The labels hidden so far; None: the table is not shown."""
        return self.options[self.step]

    def hides(self, label: str) -> bool:
        """Say whether a label's number is not shown."""
        return self.hidden is None or label in self.hidden

    def allows(self, giver: str, taker: str) -> bool:
        """Say whether the table would look the same with one person of `giver` in `taker`."""
        if giver == taker:
            return True
        if not (self.hides(giver) and self.hides(taker)) or self.counts[giver] == 1:
            return False
        shown = [number for label, number in self.counts.items() if not self.hides(label)]
        return not shown or self.counts[taker] < min(shown)


def _options(ordered: Sequence[str], counts: Mapping[str, int]) -> list[frozenset[str] | None]:
    """Return what may be hidden of a table, ever more of it: the smallest first, at last all."""
    values = [counts[label] for label in ordered]
    small = sum(value < SMALLEST_SHOWN for value in values)
    sizes = range(max(small, 2), len(values) + 1)
    safe = [
        size
        for size in sizes
        if _uncertain(values[:size], smallest_shown=min(values[size:], default=None))
    ]
    open_table: list[frozenset[str] | None] = [] if small else [frozenset()]
    return [*open_table, *(frozenset(ordered[:size]) for size in safe), None]


@dataclass(frozen=True, slots=True)
class _Small:
    """A cell under three: where it stands, and its number."""

    place: int
    label: str
    number: int


def _exposed(groups: Mapping[Labels, int], tables: Sequence[_Table]) -> list[_Small]:
    """Return the small cells that what is shown would give away."""
    small = [
        _Small(table.place, label, number)
        for table in tables
        for label, number in table.counts.items()
        if number < SMALLEST_SHOWN
    ]
    return [cell for cell in small if not _covered(cell, groups, tables)]


def _covered(cell: _Small, groups: Mapping[Labels, int], tables: Sequence[_Table]) -> bool:
    """Say whether one person more, or fewer, in a small cell would show nowhere."""
    for giver, taker in permutations(groups, 2):
        outside, inside = (giver, taker) if cell.number == 1 else (taker, giver)
        moves = inside[cell.place] == cell.label != outside[cell.place]
        if moves and all(table.allows(giver[table.place], taker[table.place]) for table in tables):
            return True
    return False


def _gain(
    groups: Mapping[Labels, int],
    tables: Sequence[_Table],
    table: _Table,
    exposed: Sequence[_Small],
) -> tuple[int, int]:
    """Rank hiding more of one table: what stays exposed, then how many people are hidden."""
    table.step += 1
    left = sum(not _covered(cell, groups, tables) for cell in exposed)
    hidden = sum(number for label, number in table.counts.items() if table.hides(label))
    table.step -= 1
    return left, hidden
