"""Columns of the grid, who attends and came, what becomes of a row, what is checked."""

from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """What a cell of the grid holds, in the order of the page and of the workbook."""

    DAY = "day"
    TIME = "time"
    CITY = "city"
    TITLE = "title"
    TRANSPORT = "transport"
    LODGING = "lodging"
    MEAL = "meal"
    PLACE = "place"
    TRACK = "track"


class Attending(StrEnum):
    """Who attends an item, beside the people named for it."""

    #: The whole delegation; of an item with a track, the people of that track.
    PARTY = "party"
    #: Only the people named.
    NAMED = "named"


class Fate(StrEnum):
    """What becomes of a row of the grid when it is saved."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


class ClashKind(StrEnum):
    """What a programme is checked for."""

    PERSON = "person"
    INTERPRETER = "interpreter"
    VEHICLE = "vehicle"
    ELSEWHERE = "elsewhere"
    ARRIVAL = "arrival"
    CLOSED = "closed"
    TRANSFER = "transfer"
    NOBODY = "nobody"
    DIET = "diet"
    TRACKLESS = "trackless"


class Presence(StrEnum):
    """Whether somebody came to an item."""

    ARRIVED = "arrived"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


#: How the macro draws what was found: word, shape and colour.
CLASH_TONES: Final = {
    ClashKind.PERSON: "stop",
    ClashKind.INTERPRETER: "stop",
    ClashKind.VEHICLE: "stop",
    ClashKind.ELSEWHERE: "stop",
    ClashKind.ARRIVAL: "stop",
    ClashKind.CLOSED: "caution",
    ClashKind.TRANSFER: "caution",
    ClashKind.NOBODY: "caution",
    ClashKind.DIET: "caution",
    ClashKind.TRACKLESS: "neutral",
}

PRESENCE_TONES: Final = {
    Presence.ARRIVED: "good",
    Presence.LEFT_EARLY: "caution",
    Presence.ABSENT: "stop",
}
