"""What a record of something that went is about."""

from enum import StrEnum


class RecordedAct(StrEnum):
    """Why something is kept no more."""

    ERASURE = "erasure"
    PURGE = "purge"
    DISPOSAL = "disposal"
