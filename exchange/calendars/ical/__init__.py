"""Calendar entries as iCalendar bytes, and the events of calendars from elsewhere."""

from exchange.calendars.ical.reading import read_events
from exchange.calendars.ical.writing import (
    CANCELLED_MARKS,
    FeedDescription,
    calendar_bytes,
    shown_title,
)

__all__ = ["CANCELLED_MARKS", "FeedDescription", "calendar_bytes", "read_events", "shown_title"]
