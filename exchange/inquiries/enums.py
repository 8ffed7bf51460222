"""How a section is asked, and where an inquiry stands."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class Way(StrEnum):
    """How a section answers: by a link, signed in, or on paper that the division writes down."""

    LINK = "link"
    ACCOUNT = "account"
    PAPER = "paper"


class InquiryState(StrEnum):
    """Whom an inquiry waits for."""

    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


NEXT: Final = Transitions(
    {
        InquiryState.ASKED: {InquiryState.ANSWERED, InquiryState.WITHDRAWN},
        InquiryState.ANSWERED: {
            InquiryState.ACCEPTED,
            InquiryState.RETURNED,
            InquiryState.WITHDRAWN,
        },
        InquiryState.RETURNED: {InquiryState.ANSWERED, InquiryState.WITHDRAWN},
        InquiryState.ACCEPTED: (),
        InquiryState.WITHDRAWN: (),
    }
)
#: The section is to act.
OPEN: Final = frozenset({InquiryState.ASKED, InquiryState.RETURNED})
#: Neither settled nor given up.
LIVE: Final = OPEN | {InquiryState.ANSWERED}
