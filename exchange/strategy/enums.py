"""Kinds of activities, who holds them, and what is counted of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ActivityKind(StrEnum):
    """What was done."""

    PROMOTION = "promotion"
    SEMINAR = "seminar"
    COURSE = "course"
    OTHER = "other"


class ActivityOrganiser(StrEnum):
    """Who held it: the city, the city with others, or others."""

    CITY = "city"
    JOINT = "joint"
    OTHER = "other"


class Background(StrEnum):
    """What a row behind the strategy is: a step of its history, or a statistic."""

    HISTORY = "history"
    STATISTIC = "statistic"


class Count(StrEnum):
    """A figure that is counted from activities; named as the indicator that shows it."""

    PROMOTIONS_ABROAD = "promotions-abroad"
    SEMINARS_AND_COURSES = "seminars-and-courses"


#: The kinds a figure counts.
COUNTED_KINDS: Final[Mapping[Count, frozenset[ActivityKind]]] = {
    Count.PROMOTIONS_ABROAD: frozenset({ActivityKind.PROMOTION}),
    Count.SEMINARS_AND_COURSES: frozenset({ActivityKind.SEMINAR, ActivityKind.COURSE}),
}
#: Seminars and courses count where the city holds them; the network abroad has other hosts.
COUNTED_ORGANISERS: Final[Mapping[Count, frozenset[ActivityOrganiser]]] = {
    Count.PROMOTIONS_ABROAD: frozenset(ActivityOrganiser),
    Count.SEMINARS_AND_COURSES: frozenset({ActivityOrganiser.CITY, ActivityOrganiser.JOINT}),
}
