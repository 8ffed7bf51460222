"""What a guardian's withdrawal of the consent to taking part means."""

from enum import StrEnum


class WithdrawalEffect(StrEnum):
    """What becomes of a registration, as the guardian is told before confirming."""

    #: Not chosen yet: the application is taken back.
    APPLICATION_ENDS = "application_ends"
    #: A seat was given: it is declined, and goes to the next.
    SEAT_PASSES_ON = "seat_passes_on"
    #: The journey has begun: the division brings the pupil home, then settles it.
    COMING_HOME = "coming_home"
    #: Out of it or over: only the data is concerned.
    DATA_ONLY = "data_only"
