"""TEXT values as RFC 5545 3.3.11 wants them, and content lines folded at 75 octets."""

import re
from typing import Final

from icalendar import Component
from icalendar.prop import vText

_MAX_OCTETS: Final = 75
_LINE_BREAK: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
#: C0 but tab and line feed, DEL and C1, the byte order mark, halves of surrogate pairs.
_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Text(vText):
    r"""A TEXT value without control characters, escaped as RFC 5545 3.3.11 says.

    icalendar takes a literal `\N` (as in C:\New) for a line break.
    """

    def to_ical(self) -> bytes:
        """Escape what has a meaning, and leave out what has none."""
        text = str(self)
        if not text.isprintable():
            text = _UNWANTED.sub("", _LINE_BREAK.sub("\n", text))
        return text.translate(_ESCAPED).encode()


class OneLine(Text):
    """A TEXT value that readers show on one line: a title, a place, a name."""

    def to_ical(self) -> bytes:
        """Put it on one line."""
        return Text(_LINE_BREAK.sub(" ", self)).to_ical()


def lines_of(component: Component) -> list[str]:
    """Return the component's unfolded content lines in the order in which they were set."""
    return [line for line in component.content_lines(sorted=False) if line]


def folded(line: str) -> bytes:
    """Encode a content line, folded at 75 octets, between characters and outside escape pairs."""
    rest = line.encode()
    if len(rest) <= _MAX_OCTETS:
        return rest + b"\r\n"
    pieces = []
    room = _MAX_OCTETS
    while len(rest) > room:
        cut = _cut(rest, room)
        pieces.append(rest[:cut])
        rest = rest[cut:]
        room = _MAX_OCTETS - 1  # a continuation begins with a blank
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _cut(octets: bytes, at: int) -> int:
    while octets[at] & 0xC0 == 0x80:  # within a character
        at -= 1
    backslashes = at - len(octets[:at].rstrip(b"\\"))
    return at - backslashes % 2
