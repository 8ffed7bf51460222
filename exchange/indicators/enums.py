"""Kinds an indicator's definition knows."""

from enum import StrEnum


class YearBasis(StrEnum):
    """What a year of the indicator is."""

    FISCAL = "fiscal"
    CALENDAR = "calendar"
    SURVEY = "survey"


class Method(StrEnum):
    """Where the figures come from: a section's report, or a computation over records."""

    REPORTED = "reported"
    YOUTH_PARTICIPATION = "youth-participation"
    PROMOTIONS_ABROAD = "promotions-abroad"
    SEMINARS_AND_COURSES = "seminars-and-courses"


class ReadingKind(StrEnum):
    """The three ways to read 累計."""

    RUNNING_TOTAL = "running_total"
    PERSON_TIMES = "person_times"
    UNIQUE_PERSONS = "unique_persons"


class Reach(StrEnum):
    """Whom the rule takes for the city's own youth."""

    LIVING = "living"
    LIVING_OR_ATTENDING = "living_or_attending"


class RuleStep(StrEnum):
    """What was done to a version of the counting rule."""

    DRAFTED = "drafted"
    REVISED = "revised"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class Dimension(StrEnum):
    """By what a year's person-times are broken down."""

    PROGRAMME = "programme"
    PARTNER = "partner"
    DIRECTION = "direction"
    LEVEL = "level"


class ValueStep(StrEnum):
    """What was done with a reported value."""

    ENTERED = "entered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
