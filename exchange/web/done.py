"""What was just done, told once by the page it leads to: never by an address that anybody makes.

The cookie says of what kind it was and to whom, by key; the page looks the name up.
"""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from flask import session as cookie

_DONE: Final = "done"


def note_done(kind: str, key: UUID) -> None:
    """Note what a request has done, for the page it leads to."""
    cookie[_DONE] = [kind, str(key)]


def just_done(kinds: Collection[str]) -> tuple[str, UUID] | None:
    """Return, once, what this browser has just done and to whom, if it is of one of these kinds."""
    kind, key = cookie.get(_DONE, ("", ""))
    if kind not in kinds:
        return None
    del cookie[_DONE]
    return kind, UUID(key)
