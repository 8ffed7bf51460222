"""Looking a password up in a list of breached ones: `SHA-1` or `SHA-1:COUNT` a line, sorted.

Such lists hold a thousand million lines: one is neither loaded nor copied, but asked by bisection,
some forty short reads a question.
"""

from hashlib import sha1
from pathlib import Path
from typing import IO, Final

_DIGITS: Final = frozenset(b"0123456789ABCDEF")
_HASH_LENGTH: Final = 40
#: A hash, a colon, a count and an end of line are far shorter.
_LONGEST_LINE: Final = 128
#: At how many places a list is looked at before it is believed.
_PROBES: Final = 64


class BreachedListError(ValueError):
    """A file cannot be read, or is no sorted list of hashes; says which, in a few words."""


def is_breached(path: Path, password: str) -> bool:
    """Say whether a list holds a password; raises BreachedListError."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with path.open("rb") as file:
            return _hash_from(file, _place_of(file, wanted)) == wanted
    except OSError as error:
        raise _unreadable(error) from error


def ensure_list(path: Path) -> None:
    """Look at a list from its beginning to its end, at a few places; raises BreachedListError.

    The last line is one of them: a copy that was interrupted is cut off there.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            found = [_hash_from(file, size * number // _PROBES) for number in range(_PROBES)]
            found.append(_last_hash(file, size))
    except OSError as error:
        raise _unreadable(error) from error
    hashes = [probe for probe in found if probe is not None]
    if not hashes:
        raise BreachedListError("is empty")
    if hashes != sorted(hashes):
        raise BreachedListError("is not sorted by hash")


def _place_of(file: IO[bytes], wanted: bytes) -> int:
    """Return a place before the first line that is not less than a hash."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        found = _hash_from(file, middle)
        if found is None or found >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def _last_hash(file: IO[bytes], size: int) -> bytes | None:
    """Return the hash of the last line; None of an empty list."""
    begin = max(size - 2 * _LONGEST_LINE, 0)
    file.seek(begin)
    *before, last = file.read().rstrip().split(b"\n")
    if begin and not before:
        raise BreachedListError("holds a line that is no SHA-1 hash")
    return _hash_in(last) if last else None


def _hash_from(file: IO[bytes], place: int) -> bytes | None:
    """Return the hash of the first line that begins at a place or behind it; None at the end."""
    file.seek(max(place - 1, 0))
    if place:
        _line(file)
    if line := _line(file).rstrip():
        return _hash_in(line)
    if file.read(_LONGEST_LINE).strip():
        raise BreachedListError("holds an empty line before its end")
    return None


def _hash_in(line: bytes) -> bytes:
    """Return the hash of a line; raises BreachedListError."""
    found = line.partition(b":")[0].upper()
    if len(found) != _HASH_LENGTH or not _DIGITS.issuperset(found):
        raise BreachedListError("holds a line that is no SHA-1 hash")
    return found


def _line(file: IO[bytes]) -> bytes:
    line = file.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE:
        raise BreachedListError("holds a line that is no SHA-1 hash")
    return line


def _unreadable(error: OSError) -> BreachedListError:
    return BreachedListError(f"cannot be read: {error.strerror}")
