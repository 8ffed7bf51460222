"""What can be handed over, what ends with an account, and how far a handover has come."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class OwnedKind(StrEnum):
    """What an account answers for; the values are those of the audit's subjects."""

    VISIT = "visit"
    CELEBRATION = "celebration"
    PROMISE = "promise"
    LETTER = "letter"
    TASK = "task"


class Opened(StrEnum):
    """What opens by an account and ends with it; the values are the names of `exchange.rooms`."""

    FEEDS = "feeds"
    PARTNER_LISTS = "partner_lists"
    ASSESSORS = "assessors"
    INQUIRIES = "inquiries"


class HandoverState(StrEnum):
    """How far a handover has come."""

    PLANNED = "planned"
    DONE = "done"
    CALLED_OFF = "called_off"


class Ending(StrEnum):
    """When the account of a leaver ends."""

    NOW = "now"
    DAY = "day"


class Unclaimed(StrEnum):
    """Why the division looks at a school's account in April."""

    NO_ACCOUNT = "no_account"
    NEVER_OPENED = "never_opened"
    NOT_THIS_YEAR = "not_this_year"


#: What a handover's counts call what nobody could take over.
LEFT: Final = "nobody"

NEXT: Final = Transitions(
    {
        HandoverState.PLANNED: (HandoverState.DONE, HandoverState.CALLED_OFF),
        HandoverState.DONE: (),
        HandoverState.CALLED_OFF: (),
    }
)
