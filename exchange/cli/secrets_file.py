"""The instance's secrets.env: written once, readable by its owner only; a rotation adds a key."""

import os
from pathlib import Path

from exchange.core.keys import new_key

_DATA_KEY = "EXCHANGE_DATA_KEY"


def add_data_key(path: Path, name: str) -> None:
    """Put a new data key in front of those the file holds; a reader sees the old file or the new.

    It is on the disk before anything can be sealed under it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [
        f"{_DATA_KEY}={name}:{new_key()},{line.partition('=')[2].strip()}"
        if line.partition("=")[0].strip() == _DATA_KEY
        else line
        for line in lines
    ]
    growing = path.with_name(f".{path.name}.{os.getpid()}.part")
    with open(growing, "x", encoding="utf-8", opener=_private) as file:
        file.write("\n".join(changed) + "\n")
        file.flush()
        os.fsync(file.fileno())
    growing.replace(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
