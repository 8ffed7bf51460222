"""What was typed or sent, read as a plain value, however long or deep it is."""

import json
from typing import Any, Final

#: No number of ours is longer, and a column of integers holds it.
_MOST_DIGITS: Final = 9


def whole(text: str) -> int | None:
    """Return a number written in digits alone, in any width; None for anything else."""
    return int(text) if len(text) <= _MOST_DIGITS and text.isdecimal() else None


def from_json(text: str | bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """Read JSON; raises ValueError for what is none, and for what is nested beyond all use."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
