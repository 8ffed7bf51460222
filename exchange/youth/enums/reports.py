"""What becomes of a pupil's report."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class ReportSource(StrEnum):
    """Who handed a pupil's report in."""

    SCHOOL = "school"
    GUARDIAN = "guardian"


class ReportState(StrEnum):
    """Where a report stands between who hands it in and the division."""

    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    RETURNED = "returned"


#: A report can be corrected until it is accepted; an accepted one can be returned after all.
REPORT_STEPS: Final = Transitions(
    {
        ReportState.HANDED_IN: {
            ReportState.HANDED_IN,
            ReportState.ACCEPTED,
            ReportState.RETURNED,
        },
        ReportState.ACCEPTED: {ReportState.RETURNED},
        ReportState.RETURNED: {ReportState.HANDED_IN},
    }
)
