"""Verbs of the calendar: remembering what was published, own feeds, dates from elsewhere."""

from exchange.calendars.services.intake import take_in
from exchange.calendars.services.private import (
    FeedChoice,
    Issued,
    change_feed,
    count_feeds_of,
    create_feed,
    end_feed,
    end_feeds_of,
    note_fetch,
    renew_feed,
)
from exchange.calendars.services.published import MOST_KEPT, keep_feed, remember

__all__ = [
    "MOST_KEPT",
    "FeedChoice",
    "Issued",
    "change_feed",
    "count_feeds_of",
    "create_feed",
    "end_feed",
    "end_feeds_of",
    "keep_feed",
    "note_fetch",
    "remember",
    "renew_feed",
    "take_in",
]
