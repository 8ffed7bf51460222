"""Items as the cells of a grid, in the form in which they are read back."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.walltime import WallTime, duration
from exchange.itineraries.enums import Column
from exchange.itineraries.grid.cells import Span
from exchange.itineraries.grid.rows import Known

if TYPE_CHECKING:
    from exchange.itineraries.models import ItineraryItem


def cells_of(item: "ItineraryItem") -> Mapping[Column, str]:
    """Return an item's cells."""
    return {
        Column.DAY: day_cell(item.start.day),
        Column.TIME: time_cell(item.start, item.end),
        Column.CITY: f"{item.city}→{item.end_city}" if item.end_city else item.city,
        Column.TITLE: item.title["ja"],
        Column.TRANSPORT: item.transport,
        Column.LODGING: item.lodging,
        Column.MEAL: item.meal,
        Column.PLACE: item.place,
        Column.TRACK: item.track,
    }


def known_of(items: Iterable["ItineraryItem"]) -> Mapping[UUID, Known]:
    """Return what is saved, by key."""
    return {item.id: Known(cells_of(item), item.start, item.end, item.version) for item in items}


def day_cell(day: date) -> str:
    """Write a day as it sorts in any Excel: 2027-05-17."""
    return day.isoformat()


def time_cell(start: WallTime, end: WallTime) -> str:
    """Write 10:00-11:30, 13:00-12:30(+1) where it ends on another day, 10:00 without a length."""
    if start.zone == end.zone and duration(start, end) == timedelta(0):
        return f"{start.clock:%H:%M}"
    days = (end.day - start.day).days
    return f"{start.clock:%H:%M}-{end.clock:%H:%M}" + (f"({days:+d})" if days else "")


def span_cell(span: Span) -> str:
    """Write a time that was read, in the same form."""
    if span.end is None:
        return f"{span.start:%H:%M}"
    said = f"({span.days:+d})" if span.days else ""
    return f"{span.start:%H:%M}-{span.end:%H:%M}{said}"
