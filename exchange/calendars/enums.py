"""What a foreign calendar is taken in as, and when a feed of one's own reminds."""

from enum import StrEnum


class Intake(StrEnum):
    """What dates from elsewhere become."""

    HISTORY = "history"
    HOLIDAYS = "holidays"
    AVOIDED = "avoided"


class Reminder(StrEnum):
    """When an entry is called to mind: at nine in the morning, or at its own hour."""

    DAY_BEFORE = "day-before"
    WEEK_BEFORE = "week-before"

    @property
    def days(self) -> int:
        """How many days before."""
        return 1 if self is Reminder.DAY_BEFORE else 7
