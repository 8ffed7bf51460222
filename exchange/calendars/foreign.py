"""A calendar file from elsewhere as plain lines: bounded before it is read, a series once."""

from typing import Final

from exchange.calendars.ical import read_events
from exchange.calendars.intake import LONGEST_TITLE
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import clean_line

LARGEST_FILE: Final = 1_000_000


def lines_of_file(content: bytes) -> str:
    """Return a calendar file's events as lines; raises DomainError for what is none, or too big."""
    if len(content) > LARGEST_FILE:
        raise DomainError(message("calendars.error.file_large"), field="file")
    try:
        events = read_events(content)
    except ValueError as error:
        raise DomainError(message("calendars.error.file_unreadable"), field="file") from error
    return "\n".join(
        f"{f'{days[0]}~{days[1]}' if days else '?'}\t{clean_line(title)[:LONGEST_TITLE]}"
        for days, title in events
    )
