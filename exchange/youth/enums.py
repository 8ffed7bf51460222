"""States and kinds of youth exchange, and their next-state tables."""

from enum import StrEnum


class SchoolLevel(StrEnum):
    """What kind of school it is."""

    ELEMENTARY = "elementary"
    JUNIOR_HIGH = "junior_high"
    HIGH = "high"
    OTHER = "other"
