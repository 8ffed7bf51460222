"""What was printed of a visit and done to it since, what papers say of people and occasions."""

from exchange.papers.queries.occasions import (
    ceremonies_of,
    ceremony_of,
    last_contact,
    last_speech,
    press_release_of,
    speech_by_id,
    speeches_of,
    usual_steps_of,
)
from exchange.papers.queries.people import before_of, listed_members, met_at
from exchange.papers.queries.prints import (
    acts_since,
    corrected_since,
    last_prints,
    thanked_since,
    times_printed,
)
from exchange.papers.queries.reports import came_since, told_of

__all__ = [
    "acts_since",
    "before_of",
    "came_since",
    "ceremonies_of",
    "ceremony_of",
    "corrected_since",
    "last_contact",
    "last_prints",
    "last_speech",
    "listed_members",
    "met_at",
    "press_release_of",
    "speech_by_id",
    "speeches_of",
    "thanked_since",
    "times_printed",
    "told_of",
    "usual_steps_of",
]
