"""Read the events of a calendar from elsewhere."""

from datetime import date, datetime, timedelta

from icalendar import Calendar, Component, Event


def read_events(content: bytes) -> list[tuple[tuple[date, date] | None, str]]:
    """Return the first and last day and the title of a foreign calendar's events; a series once.

    The days are those of the event's own place; None where it has none that can be read. Raises
    ValueError for what is no calendar.
    """
    found = Calendar.from_ical(content)
    return [(_days_of(event), str(event.get("SUMMARY", ""))) for event in found.walk("VEVENT")]


def _days_of(event: Component) -> tuple[date, date] | None:
    assert isinstance(event, Event), "only events are walked"
    try:
        first, end = event.start, event.end
    except (ValueError, TypeError):  # missing, mixed or unreadable
        return None
    if isinstance(first, datetime) or isinstance(end, datetime):
        return date(*first.timetuple()[:3]), date(*end.timetuple()[:3])
    return first, max(first, end - timedelta(days=1))
