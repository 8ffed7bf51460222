"""Where the city's data files lie, and whether the database holds what they say."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from exchange.reference.models import ReferenceLoad

#: The city's own data files.
KUMAMOTO: Final = Path(__file__).with_name("kumamoto")
_READERS: Final = Path(__file__).parent


def is_loaded(session: Session, folder: Path = KUMAMOTO) -> bool:
    """Say whether the last load read these very files with these very readers."""
    last = session.get(ReferenceLoad, folder.name)
    return last is not None and last.digest == files_digest(folder)


def files_digest(folder: Path) -> str:
    """Return the SHA-256 of the data files and of the program that reads them."""
    digest = sha256()
    for path in (*sorted(folder.glob("*.yaml")), *sorted(_READERS.glob("*.py"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
