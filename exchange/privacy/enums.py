"""What a record of something that went is about, and what is kept for a time only."""

from enum import StrEnum


class RecordedAct(StrEnum):
    """Why something is kept no more."""

    ERASURE = "erasure"
    PURGE = "purge"
    DISPOSAL = "disposal"


class Retained(StrEnum):
    """What is kept for a time only; the values are the names of rooms.py."""

    HOSTING = "hosting"
    FOLLOW_UPS = "youth"
    APPLICATIONS = "applications"
    PUPILS = "pupils"
