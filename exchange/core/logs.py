"""Logs as one JSON object a line, without what people typed: a fault's message may repeat it."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any, Final, TextIO

#: The logger of answered requests, one line each where it is asked for.
REQUESTS: Final = "exchange.requests"

#: Whose sentences are ours, and hold keys and counts only; of others' the values are left out.
_OURS: Final = ("exchange", "gunicorn")
_ROOT: Final = Path(__file__).resolve().parents[2]


class JsonLines(logging.Formatter):
    """Formats a record as a line of JSON; `extra={"fields": {…}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when, how bad, who says what, and where a fault came from."""
        is_ours = record.name.partition(".")[0] in _OURS
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if is_ours else str(record.msg),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["faults"] = list(_faults(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def write_lines(*, requests: bool, stream: TextIO | None = None) -> logging.Handler:
    """Send this process's logs to standard error as JSON; `requests`: a line a request too."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if requests else logging.WARNING)
    return handler


def _faults(error: BaseException) -> Iterator[dict[str, Any]]:
    """Tell an error and its causes by type and place, never by message."""
    found: BaseException | None = error
    while found is not None:
        places = [
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(found.__traceback__)
        ]
        yield {"type": type(found).__name__, "at": places}
        found = found.__cause__ or found.__context__


def _short(path: str) -> str:
    """Return a file's place in the house or among the libraries, not on the machine."""
    _, found, below = path.rpartition("site-packages/")
    return below if found else path.removeprefix(f"{_ROOT}/")
