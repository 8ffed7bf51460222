"""Content lines as RFC 5545 wants them: TEXT values, moments, and lines folded at 75 octets."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

_MAX_OCTETS: Final = 75
_LINE_BREAK: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
#: C0 but tab and line feed, DEL and C1, the byte order mark, halves of surrogate pairs.
_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
#: What a clock's text in ISO 8601 has and iCalendar has not.
_SEPARATORS: Final = str.maketrans("", "", "-:")


def text_of(value: str) -> str:
    """Write a TEXT value: without control characters, what has a meaning escaped (3.3.11)."""
    if not value.isprintable():
        value = _UNWANTED.sub("", _LINE_BREAK.sub("\n", value))
    return value.translate(_ESCAPED)


def one_line(value: str) -> str:
    """Write a TEXT value that readers show on one line: a title, a place, a name."""
    return text_of(_LINE_BREAK.sub(" ", value))


def day_of(day: date) -> str:
    """Write a DATE value."""
    return day.isoformat().translate(_SEPARATORS)


def clock_of(moment: datetime) -> str:
    """Write a DATE-TIME value as the clock of its zone shows it."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds").translate(_SEPARATORS)


def instant_of(moment: datetime) -> str:
    """Write a DATE-TIME value in UTC."""
    return f"{clock_of(moment.astimezone(UTC))}Z"


def encoded(lines: Iterable[str]) -> bytes:
    """Encode content lines, each folded at 75 octets."""
    return b"\r\n".join([*map(_folded, lines), b""])


def _folded(line: str) -> bytes:
    """Fold a content line between characters and outside escape pairs."""
    rest = line.encode()
    if len(rest) <= _MAX_OCTETS:
        return rest
    pieces = []
    room = _MAX_OCTETS
    while len(rest) > room:
        cut = _cut(rest, room)
        pieces.append(rest[:cut])
        rest = rest[cut:]
        room = _MAX_OCTETS - 1  # a continuation begins with a blank
    return b"\r\n ".join([*pieces, rest])


def _cut(octets: bytes, at: int) -> int:
    while octets[at] & 0xC0 == 0x80:  # within a character
        at -= 1
    backslashes = at - len(octets[:at].rstrip(b"\\"))
    return at - backslashes % 2
