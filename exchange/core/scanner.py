"""Asking a virus scanner that speaks clamd's protocol whether a file is clean."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final
from urllib.parse import urlsplit

_SECONDS_TO_REACH: Final = 5.0
#: The largest file takes a scanner a few seconds; one that is busy with others, longer.
_SECONDS_TO_ANSWER: Final = 60.0
_SECONDS_TO_LIVE: Final = 2.0
_PIECE: Final = 64 * 1024
#: An answer is one short line.
_LONGEST_ANSWER: Final = 4096
_CLEAN: Final = b"stream: OK"
_FOUND: Final = b" FOUND"


class ScannerAwayError(RuntimeError):
    """The scanner could not be reached, or gave no answer that says what the file is."""


def is_clean(address: str, file: IO[bytes]) -> bool:
    """Send a file from where it stands to the scanner (INSTREAM); say whether nothing was found.

    Raises ScannerAwayError for whatever is neither a clean answer nor a finding.
    """
    with _connected(address, _SECONDS_TO_ANSWER) as line:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = _answer(line)
    if answer == _CLEAN:
        return True
    if answer.endswith(_FOUND):
        return False
    raise ScannerAwayError


def is_there(address: str) -> bool:
    """Say whether the scanner answers."""
    try:
        with _connected(address, _SECONDS_TO_LIVE) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == b"PONG"
    except ScannerAwayError:
        return False


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[socket.socket]:
    try:
        with _reached(address, min(seconds, _SECONDS_TO_REACH)) as line:
            line.settimeout(seconds)
            yield line
    except OSError as error:
        raise ScannerAwayError from error


def _reached(address: str, seconds: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), seconds)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(seconds)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    """Read until the NUL that ends an answer, or until the scanner hangs up."""
    found = b""
    while b"\0" not in found and len(found) < _LONGEST_ANSWER and (piece := line.recv(1024)):
        found += piece
    return found.partition(b"\0")[0]
