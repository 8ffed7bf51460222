"""What a foreign calendar is taken in as."""

from enum import StrEnum


class Intake(StrEnum):
    """What dates from elsewhere become."""

    HISTORY = "history"
    AVOIDED = "avoided"
