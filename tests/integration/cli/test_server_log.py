"""What the server says of itself: JSON, and nothing of what it was sent."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from exchange.cli.server_log import ServerLog


@pytest.fixture
def said() -> Iterator[tuple[ServerLog, io.StringIO]]:
    """Give the server's logger and what it writes."""
    log, stream = ServerLog(Config()), io.StringIO()
    (handler,) = (own for own in log.error_log.handlers if getattr(own, "_gunicorn", False))
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield log, stream
    log.error_log.removeHandler(handler)


def test_a_request_that_cannot_be_read_is_not_repeated(
    said: tuple[ServerLog, io.StringIO],
) -> None:
    log, stream = said
    log.warning("Invalid request from ip=127.0.0.1: Invalid Header 'hanako'")
    log.error("Worker (pid:%s) exited with code %s.", 12, 1)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("warning", "Invalid request"),
        ("error", "Worker (pid:12) exited with code 1."),
    ]


def test_a_fault_names_no_address(said: tuple[ServerLog, io.StringIO]) -> None:
    log, stream = said
    try:
        raise ValueError("/consent/s3cret")
    except ValueError as error:
        log.exception("Error handling request %s %s", "GET", "/consent/s3cret")
        log.exception(error)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["Error handling request", "ValueError"]
    assert [line["faults"][0]["type"] for line in lines] == ["ValueError", "ValueError"]
    assert "s3cret" not in stream.getvalue()
