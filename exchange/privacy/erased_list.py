"""The list of what was erased, keys of pupils and editions with days: outside the database.

A backup that is restored brings back whoever was erased after it was made, and the host families
of an edition that were purged since; the list says whom, and stands outside the backups too.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

#: Its name in the instance's folder.
FILE: Final = "erased.txt"


class UnreadableListError(ValueError):
    """A line of the list is not a day and a key."""


def read_list(path: Path) -> Mapping[UUID, date]:
    """Return who was erased and when; nobody where there is no file. Raises UnreadableListError."""
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
        day, _, key = line.partition(" ")
        try:
            found[UUID(key)] = date.fromisoformat(day)
        except ValueError as error:
            raise UnreadableListError(f"line {number} of {path} is not a day and a key") from error
    return found


def write_list(path: Path, erased: Mapping[UUID, date]) -> None:
    """Write who was erased and when, by day; a reader sees the old file or the new."""
    lines = sorted(f"{day.isoformat()} {key}\n" for key, day in erased.items())
    growing = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(growing, "w", encoding="ascii", opener=_private) as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(path)
    finally:
        growing.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
