"""Rules of sessions: when they end, and what a browser calls itself."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: That a session is in use is written at most this often.
ACTIVITY_INTERVAL: Final = timedelta(minutes=10)
#: How long a session that is over stays in the list of the database.
SESSIONS_KEPT: Final = timedelta(days=30)

#: How long a form that came too late waits for its person to sign in again.
FORMS_KEPT: Final = timedelta(hours=1)

#: First match wins: browsers name those they descend from as well.
_BROWSERS: Final = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Vivaldi", r"Vivaldi/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """After what time without use, and after what time at all, a session ends."""

    idle: timedelta
    absolute: timedelta


def is_noted_again(seen_at: datetime, moment: datetime) -> bool:
    """Say whether it is time to write once more that a session is in use."""
    return moment - seen_at >= ACTIVITY_INTERVAL


def device_of(user_agent: str) -> str:
    """Name the browser and system of a User-Agent line: "Firefox, Windows"; "" for none known."""
    found = (_first(table, user_agent) for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, text)), "")
