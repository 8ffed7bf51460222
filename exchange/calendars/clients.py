"""How the calendars people use list an entry, by what their makers and users have written.

What a subscription and a file loaded once show differs for what was cancelled: Google hides it,
Apple strikes it through and Outlook shows it as if it took place.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from exchange.calendars.agenda import ending_day, starting_day
from exchange.calendars.ical import shown_title
from exchange.core.entries import CalendarEntry, EntryState


class Client(StrEnum):
    """A calendar that people use, by the name they know."""

    GOOGLE = "google"
    APPLE = "apple"
    OUTLOOK = "outlook"


#: The clients by their own names, which are the same in every language.
CLIENT_NAMES: Final = {Client.GOOGLE: "Google", Client.APPLE: "Apple", Client.OUTLOOK: "Outlook"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a client lists it."""

    title: str
    language: str
    first: date
    last: date
    #: Whole days; otherwise the clock of the place where it begins.
    begins_at: datetime | None
    #: Google and Outlook count the days of what lasts longer than one; Apple repeats the title.
    days: int | None
    struck: bool = False


def shown_by(client: Client, entry: CalendarEntry, *, one_time: bool = False) -> Shown | None:
    """Return an entry as a client lists it; None where it hides it."""
    cancelled_by_status = one_time and entry.state is EntryState.CANCELLED
    if cancelled_by_status and client is Client.GOOGLE:
        return None
    first, last = starting_day(entry), ending_day(entry)
    length = (last - first) // timedelta(days=1) + 1
    return Shown(
        title=shown_title(entry),
        language=entry.language,
        first=first,
        last=last,
        begins_at=entry.starts if isinstance(entry.starts, datetime) else None,
        days=length if length > 1 and client is not Client.APPLE else None,
        struck=cancelled_by_status and client is Client.APPLE,
    )
