"""Kinds of reports that are made by a job, and how far such a job is."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class ReportKind(StrEnum):
    """What is made: the report of a fiscal year, or the pack for the mid-term review."""

    FISCAL_YEAR = "fiscal-year"
    MID_TERM = "mid-term"


class OrderState(StrEnum):
    """How far a report is that was ordered."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    #: Its day has passed: the files are gone, and it can be made again.
    DROPPED = "dropped"


#: A job that is taken over, or tried again by the administrator, begins anew.
NEXT: Final = Transitions(
    {
        OrderState.WAITING: {OrderState.RUNNING, OrderState.FAILED},
        OrderState.RUNNING: {OrderState.RUNNING, OrderState.DONE, OrderState.FAILED},
        OrderState.DONE: {OrderState.DROPPED},
        OrderState.FAILED: {OrderState.WAITING},
        OrderState.DROPPED: (),
    }
)


class Record(StrEnum):
    """Which records of this system a figure is from, as a paper names them."""

    VISIT = "visit"
    PROMISE = "promise"
    LEDGER = "ledger"
    BUDGET = "budget"
    INDICATOR = "indicator"
    EDITION = "edition"
    ACTIVITY = "activity"


class Meeting(StrEnum):
    """Whom a progress sheet is for: the city's council or one of its sub-committees."""

    COUNCIL = "council"
    ABROAD = "abroad"
    LIVING_TOGETHER = "living-together"
