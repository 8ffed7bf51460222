"""What an xls holds beside its cells, read from its records: hidden rows, formulas, its extent.

An xls is a small file system (OLE) in which one stream, the workbook, is a row of records; the
formats are Microsoft's [MS-CFB] and [MS-XLS]. A workbook with a password, old or new, is one too.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.documents.sheet_limits import Marks, broken, ensure_size

OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: Final = frozenset({"Workbook", "Book"})
#: The stream in which a newer workbook with a password lies.
_SEALED: Final = "EncryptedPackage"
_ENTRY: Final = 128
_HEADER_FAT: Final = 109
_LAST_SECTOR: Final = 0xFFFFFFFA
_MINI_CUTOFF: Final = 4096
_MINI_SECTOR: Final = 64

_BEGIN, _END, _PASSWORD = 0x0809, 0x000A, 0x002F
_ROW, _COLUMN = 0x0208, 0x007D
#: Records of cells that hold something; each begins with its row and column.
_FORMULAS: Final = frozenset({0x0006, 0x0206, 0x0406})
_CELLS: Final = _FORMULAS | {0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E}
_GLOBALS, _WORKSHEET = 0x0005, 0x0010
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x1


def scan_old_workbook(body: bytes) -> Sequence[Marks]:
    """Return the marks of each sheet in the file's order; DomainError for what is no xls."""
    try:
        streams = _Container(body).streams()
        if _SEALED in streams:
            raise DomainError(message("documents.sheet.password"), field="file")
        found = next((streams[name] for name in streams if name in _STREAMS), None)
        if found is None:
            raise DomainError(message("documents.sheet.no_workbook"), field="file")
        return _marks(found)
    except (struct.error, ValueError, IndexError) as error:
        raise broken() from error


@dataclass(frozen=True, slots=True)
class _Container:
    """The sectors of an OLE file."""

    body: bytes

    def streams(self) -> dict[str, bytes]:
        """Return the streams that matter here; raises ValueError where a chain is broken."""
        fat = self._fat()
        [directory_at] = struct.unpack_from("<I", self.body, 0x30)
        [mini_fat_at] = struct.unpack_from("<I", self.body, 0x3C)
        directory = self._chain(directory_at, fat)
        root: bytes | None = None
        small = self._numbers(self._chain(mini_fat_at, fat))
        found: dict[str, bytes] = {}
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name, start, length = _entry(directory[at : at + _ENTRY])
            if root is None:
                root = self._chain(start, fat)
            elif name == _SEALED:
                found[name] = b""  # nobody opens it here
            elif name in _STREAMS and length < _MINI_CUTOFF:
                found[name] = _joined(root, start, small, _MINI_SECTOR)[:length]
            elif name in _STREAMS:
                found[name] = self._chain(start, fat)[:length]
        return found

    def _fat(self) -> Sequence[int]:
        """Return the table of following sectors; the header lists all of it up to 7 MB."""
        sectors = struct.unpack_from(f"<{_HEADER_FAT}I", self.body, 0x4C)
        return self._numbers(b"".join(self._sector(at) for at in sectors if at < _LAST_SECTOR))

    def _chain(self, start: int, fat: Sequence[int]) -> bytes:
        return _joined(self.body[self._size :], start, fat, self._size)

    def _sector(self, at: int) -> bytes:
        return self.body[(at + 1) * self._size : (at + 2) * self._size]

    @property
    def _size(self) -> int:
        [shift] = struct.unpack_from("<H", self.body, 0x1E)
        if shift not in {9, 12}:
            raise ValueError("no sector size of OLE")
        return 1 << int(shift)

    @staticmethod
    def _numbers(raw: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _joined(raw: bytes, start: int, following: Sequence[int], size: int) -> bytes:
    """Join the sectors of a chain; one that goes in circles ends."""
    parts: list[bytes] = []
    at = start
    while at < _LAST_SECTOR:
        if at >= len(following) or len(parts) > len(following):
            raise ValueError("a chain leaves the file")
        parts.append(raw[at * size : (at + 1) * size])
        at = following[at]
    return b"".join(parts)


def _entry(raw: bytes) -> tuple[str, int, int]:
    [name_length] = struct.unpack_from("<H", raw, 64)
    start, length = struct.unpack_from("<II", raw, 116)
    return raw[: max(0, name_length - 2)].decode("utf-16-le", "replace"), start, length


@dataclass(slots=True)
class _Found:
    """What was met in one sheet."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formulas: set[int] = field(default_factory=set)

    def take(self, kind: int, record: bytes) -> None:
        """Note one record of the sheet."""
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", record)
            ensure_size(0, rows=row + 1, columns=column + 1)
            if kind in _FORMULAS:
                self.formulas.add(column)
        elif kind == _ROW and record[12] & _ROW_HIDDEN:
            self.rows.add(struct.unpack_from("<H", record)[0] + 1)
        elif kind == _COLUMN and record[8] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", record)
            self.columns.update(range(first, min(last, first + 200) + 1))

    @property
    def marks(self) -> Marks:
        return Marks(frozenset(self.rows), frozenset(self.columns), frozenset(self.formulas))


def _marks(stream: bytes) -> Sequence[Marks]:
    """Walk the records: the first part is the book's own, then one part a sheet."""
    sheets: list[_Found] = []
    depth, is_sheet = 0, False
    for kind, record in _records(stream):
        if kind == _PASSWORD:
            raise DomainError(message("documents.sheet.password"), field="file")
        if kind == _BEGIN:
            depth += 1
            if depth == 1:
                [part] = struct.unpack_from("<H", record, 2)
                is_sheet = part == _WORKSHEET
                if part != _GLOBALS:
                    sheets.append(_Found())
        elif kind == _END:
            depth -= 1
        elif is_sheet:
            sheets[-1].take(kind, record)
    return [sheet.marks for sheet in sheets]


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
