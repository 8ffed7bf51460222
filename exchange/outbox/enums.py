"""States of a mail."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions

#: The kind of the job that sends one mail.
SEND: Final = "outbox.send"


class MailState(StrEnum):
    """Whether a mail has left the house."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    #: Printed and handed over, where no mail leaves or none is wanted.
    PRINTED = "printed"


NEXT: Final = Transitions(
    {
        MailState.WAITING: {MailState.SENT, MailState.FAILED, MailState.PRINTED},
        MailState.SENT: (),
        MailState.FAILED: {MailState.WAITING, MailState.PRINTED},
        MailState.PRINTED: (),
    }
)
