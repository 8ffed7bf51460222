"""A file that gets its name when it is whole; what a killed command left goes at the next."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def growing(path: Path) -> Path:
    """Return where a file grows that will be `path`; what dead processes left there is removed.

    It holds names in plain text, and nobody would look for it.
    """
    for left, process in _left(path):
        if not _is_alive(process):
            left.unlink(missing_ok=True)
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def give_name(whole: Path, path: Path) -> None:
    """Give a whole file its name, so that a power cut takes neither."""
    whole.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _left(path: Path) -> Iterator[tuple[Path, int]]:
    """Give what processes began to write, with what SQLite keeps beside it."""
    name = re.compile(rf"\.{re.escape(path.name)}\.(\d+)\.part(-wal|-shm|-journal)?")
    for found in path.parent.iterdir():
        if match := name.fullmatch(found.name):
            yield found, int(match[1])


def _is_alive(process: int) -> bool:
    """Say whether a process of this machine runs; somebody else's does."""
    with suppress(ProcessLookupError, OverflowError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return process != os.getpid()
    return False
