"""Which cells of a public table must not be shown, so that nobody can be counted out of it.

A cell under three is hidden, and with it as many more as it takes: the total beside the table is
public, so one hidden cell would be the difference, and several may still add up in one way only.
"""

from collections.abc import Sequence
from typing import Final

#: The smallest count a public cell may show.
SMALLEST_SHOWN: Final = 3
#: What the hidden cells must add up to beyond their number, so that each may be 1 as well as 2
#: even for a reader who knows that a larger one is hidden with it.
_MARGIN: Final = 3


def hidden_cells(counts: Sequence[int]) -> frozenset[int] | None:
    """Return the positions to hide, none if there is nothing small; None: hide the whole table.

    The smallest are hidden first. The table is hidden when not even hiding every cell keeps a
    small one uncertain.
    """
    small = sum(0 < count < SMALLEST_SHOWN for count in counts)
    if not small:
        return frozenset()
    filled = sorted(
        (position for position, count in enumerate(counts) if count),
        key=lambda position: (counts[position], position),
    )
    values = [counts[position] for position in filled]
    for size in range(max(small, 2), len(filled) + 1):
        if _uncertain(values[:size], smallest_shown=min(values[size:], default=None)):
            return frozenset(filled[:size])
    return None


def _uncertain(hidden: Sequence[int], *, smallest_shown: int | None) -> bool:
    """Say whether a small hidden cell may be 1 as well as 2, for all that the table tells.

    A reader knows the sum of the hidden cells and that none is larger than one that is shown.
    """
    whole, others = sum(hidden), len(hidden) - 1
    enough = whole >= len(hidden) + _MARGIN
    return enough and (smallest_shown is None or whole - 1 <= others * smallest_shown)
