"""Columns of the grid, who attends, and what became of a row."""

from enum import StrEnum


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
