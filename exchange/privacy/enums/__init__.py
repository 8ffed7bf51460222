"""What a record of something that went is about, and what is kept for a time only."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class RecordedAct(StrEnum):
    """Why something is kept no more."""

    ERASURE = "erasure"
    PURGE = "purge"


class Retained(StrEnum):
    """What is kept for a time only; the values are the names of `exchange.rooms`."""

    HOSTING = "hosting"
    FOLLOW_UPS = "youth"
    APPLICATIONS = "applications"
    MAILS = "mails"
    MEMBERS = "members"
    PUPILS = "pupils"


class OfficialKind(StrEnum):
    """Which official records a person decides about; the values are those of their subjects."""

    VISIT = "visit"
    LETTER = "letter"
    AGREEMENT = "agreement"


class Disposal(StrEnum):
    """What a person decided about an official record whose time is over."""

    KEEP = "keep"
    DISPOSE = "dispose"


class DisposalMeans(StrEnum):
    """How an official record was really disposed of."""

    SHREDDED = "shredded"
    DISSOLVED = "dissolved"
    BURNT = "burnt"
    DELETED = "deleted"
    TRANSFERRED = "transferred"
    OTHER = "other"


class Standing(StrEnum):
    """How far it has come with an official record whose time is over."""

    OPEN = "open"
    DECIDED = "decided"
    DISPOSED = "disposed"


class DisclosureState(StrEnum):
    """How far the copy of what is kept about a pupil has come."""

    WAITING = "waiting"
    READY = "ready"
    TAKEN = "taken"
    DROPPED = "dropped"
    FAILED = "failed"


class Withheld(StrEnum):
    """Why something kept about a pupil is not in the copy."""

    INNER = "inner"
    OTHERS = "others"
    SECRET = "secret"
    ASSESSOR = "assessor"
    IN_FILES = "in_files"


NEXT: Final = Transitions(
    {
        DisclosureState.WAITING: (
            DisclosureState.READY,
            DisclosureState.FAILED,
            DisclosureState.DROPPED,
        ),
        DisclosureState.READY: (DisclosureState.TAKEN, DisclosureState.DROPPED),
        DisclosureState.TAKEN: (),
        DisclosureState.DROPPED: (),
        DisclosureState.FAILED: (DisclosureState.WAITING,),
    }
)
