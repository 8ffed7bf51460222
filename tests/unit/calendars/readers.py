"""The same calendar through three independent parsers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.unit.calendars.test_ical import read


@dataclass(frozen=True)
class Read:
    """One event as a parser gives it back."""

    uid: str
    starts: date | datetime
    ends: date | datetime
    title: str
    text: str


def by_icalendar(body: bytes) -> list[Read]:
    """Read strictly: whatever the parser would forgive fails."""
    return [
        Read(
            str(event["UID"]),
            event.start,
            event.end,
            str(event["SUMMARY"]),
            str(event.get("DESCRIPTION", "")),
        )
        for event in read(body).events
    ]


def by_vobject(body: bytes) -> list[Read]:
    calendar: Any = vobject.readOne(body.decode())
    return [
        Read(
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.summary.value,
            event.description.value if hasattr(event, "description") else "",
        )
        for event in calendar.vevent_list
    ]


def by_ical(body: bytes) -> list[Read]:
    calendar = IcsCalendarStream.calendar_from_ics(body.decode())
    return [
        Read(
            str(event.uid),
            event.start,
            event.end,
            event.summary or "",
            event.description or "",
        )
        for event in calendar.events
    ]
