"""Whose promise it is, and what became of it."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class PromiseSide(StrEnum):
    """Who promised, seen from the city."""

    OURS = "ours"
    THEIRS = "theirs"


class PromiseState(StrEnum):
    """Whether a promise is still to be kept."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


NEXT: Final = Transitions(
    {
        PromiseState.OPEN: {PromiseState.DONE, PromiseState.DROPPED},
        PromiseState.DONE: {PromiseState.OPEN},
        PromiseState.DROPPED: {PromiseState.OPEN},
    }
)
