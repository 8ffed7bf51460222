"""States of a mail."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class MailState(StrEnum):
    """Whether a mail has left the house."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


NEXT: Final = Transitions(
    {
        MailState.WAITING: {MailState.SENT, MailState.FAILED},
        MailState.SENT: (),
        MailState.FAILED: {MailState.WAITING},
    }
)
