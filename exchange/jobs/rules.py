"""How long a job is held, how often it is tried, and the pause between."""

from datetime import timedelta
from typing import Final

#: A job whose worker has said nothing for this long is taken over.
LEASE: Final = timedelta(minutes=5)
ATTEMPTS: Final = 6
#: Done jobs are dropped after this time.
KEPT: Final = timedelta(days=30)

#: What a failed job said of its failure is dropped after this time; it may repeat an address.
WORDS_KEPT: Final = timedelta(days=90)

_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=6)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 1, 5, 25 minutes, at most 6 hours."""
    return min(_FIRST_PAUSE * int(5 ** (attempts - 1)), _LONGEST_PAUSE)


def is_last(attempts: int) -> bool:
    """Say whether no attempt is left."""
    return attempts >= ATTEMPTS
