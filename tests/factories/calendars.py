"""Calendar entries and feeds with every field filled plainly."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from exchange.calendars.ical import FeedDescription
from exchange.core.entries import Audience, CalendarEntry, EntryKind

TOKYO = ZoneInfo("Asia/Tokyo")
CHICAGO = ZoneInfo("America/Chicago")
BERLIN = ZoneInfo("Europe/Berlin")
MODIFIED = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)


def make_feed(**changes: Any) -> FeedDescription:  # noqa: ANN401 - any of its fields
    """Describe a feed in Japanese whose pages can be reached."""
    values: dict[str, Any] = {
        "uid": "anniversaries-ja@exchange.kumamoto-city",
        "name": "熊本市 友好姉妹都市等の周年",
        "description": "友好姉妹都市等の周年記念日",
        "language": "ja",
        "base_url": "https://exchange.example",
        "colour": "teal",
    }
    return FeedDescription(**(values | changes))


def make_entry(**changes: Any) -> CalendarEntry:  # noqa: ANN401 - any of its fields
    """Make a whole-day anniversary, published, in Japanese."""
    values: dict[str, Any] = {
        "uid": "heidelberg-1992-2027@exchange.kumamoto-city",
        "kind": EntryKind.ANNIVERSARY,
        "audience": Audience.PUBLIC,
        "title": "ハイデルベルク市 友好都市提携35周年",
        "language": "ja",
        "starts": date(2027, 5, 19),
        "ends": date(2027, 5, 19),
        "last_modified": MODIFIED,
    }
    return CalendarEntry(**(values | changes))


def make_flight(**changes: Any) -> CalendarEntry:  # noqa: ANN401 - any of its fields
    """Make an itinerary item that leaves Fukuoka and arrives in San Antonio the same day."""
    values: dict[str, Any] = {
        "uid": "itinerary-0190f3c4-0000-7000-8000-000000000001@exchange.kumamoto-city",
        "kind": EntryKind.ITINERARY,
        "title": "福岡空港→サンアントニオ",
        "starts": datetime(2027, 7, 27, 11, 0, tzinfo=TOKYO),
        "ends": datetime(2027, 7, 27, 17, 30, tzinfo=CHICAGO),
        "place": "福岡空港 国際線",
    }
    return make_entry(**(values | changes))
