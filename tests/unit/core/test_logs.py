"""Lines of the log: JSON, one a record, without what people typed."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map

from exchange.core.logs import REQUESTS, JsonLines, write_lines

NAME = "見本太郎"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give what the root logger writes, and put it back afterwards."""
    root, requests, stream = logging.getLogger(), logging.getLogger(REQUESTS), io.StringIO()
    before, levels = root.handlers[:], (root.level, requests.level)
    write_lines(requests=False, stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(levels[0])
    requests.setLevel(levels[1])


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_how_bad_who_and_what(written: io.StringIO) -> None:
    logging.getLogger("exchange.jobs").warning("job %s", 3, extra={"fields": {"kind": "x"}})
    (line,) = lines(written)
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "warning", "logger": "exchange.jobs", "event": "job 3", "kind": "x"}


def test_a_library_s_values_are_left_out(written: io.StringIO) -> None:
    logging.getLogger("library").error("cannot read %r", NAME)
    assert lines(written)[0]["event"] == "cannot read %r"


def test_a_fault_is_told_by_type_and_place_and_its_causes_too(written: io.StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise KeyError(NAME) from error
    except KeyError:
        logging.getLogger("exchange").exception("fault")
    (line,) = lines(written)
    assert [fault["type"] for fault in line["faults"]] == ["KeyError", "ValueError"]
    (place,) = line["faults"][1]["at"]
    assert place.startswith("tests/unit/core/test_logs.py:")
    assert place.endswith(" test_a_fault_is_told_by_type_and_place_and_its_causes_too")
    assert NAME not in written.getvalue()


def test_a_library_s_place_starts_at_the_library() -> None:
    with pytest.raises(NotFound) as caught:
        Map([]).bind("x").match("/")
    record = logging.makeLogRecord({"name": "exchange", "exc_info": caught._excinfo})
    told = json.loads(JsonLines().format(record))
    assert told["faults"][0]["at"][-1].startswith("werkzeug/routing/")
