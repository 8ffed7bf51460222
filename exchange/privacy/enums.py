"""What a record of something that went is about, and what is kept for a time only."""

from enum import StrEnum


class RecordedAct(StrEnum):
    """Why something is kept no more."""

    ERASURE = "erasure"
    PURGE = "purge"


class Retained(StrEnum):
    """What is kept for a time only; the values are the names of rooms.py."""

    HOSTING = "hosting"
    FOLLOW_UPS = "youth"
    APPLICATIONS = "applications"
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
