"""What an xlsx holds beside its cells, read from its parts: hidden rows, formulas, and its size.

Looked at before a reader of cells gets the file: one cell in the last corner of a sheet, or a
packed file that grows a thousandfold, would fill the machine's memory.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.documents.sheet_limits import BYTES, MOST_UNPACKED, Marks, broken, ensure_size

ZIP_START: Final = b"PK\x03\x04"
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_MEMBERS: Final = 2000
_LOCAL_HEADER: Final = 30
_LENGTHS_AT: Final = 26
_ENCRYPTED: Final = 0x1
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE: Final = frozenset({"1", "true"})
_LETTERS: Final = 26


def scan_workbook(body: bytes) -> Sequence[Marks]:
    """Return the marks of each sheet in the workbook's order; DomainError for what is no xlsx."""
    parts = _unpacked(body)
    if _BOOK not in parts:
        raise DomainError(message("documents.sheet.no_workbook"), field="file")
    places = dict(_attributes(parts.get(_RELATIONS, b""), "Relationship", ("Id", "Target")))
    names = [name for name, _ in _attributes(parts[_BOOK], "sheet", ("id", "name"))]
    return [_marks(parts.get(_path(places.get(name, "")), b"")) for name in names]


def _path(target: str) -> str:
    """Return where a part stands in the archive; targets are relative to the workbook's."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _unpacked(body: bytes) -> Mapping[str, bytes]:
    """Unpack every part, never more than may be; what an archive says of itself is not believed."""
    room = MOST_UNPACKED * BYTES
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS:
                raise broken()
            for member in members:
                parts[member.filename] = _inflated(body, member, room)
                room -= len(parts[member.filename])
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        raise broken() from error
    return parts


def _inflated(body: bytes, member: zipfile.ZipInfo, room: int) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise DomainError(message("documents.sheet.password"), field="file")
    header = body[member.header_offset : member.header_offset + _LOCAL_HEADER]
    name, extra = struct.unpack_from("<HH", header, _LENGTHS_AT)
    begins = member.header_offset + _LOCAL_HEADER + name + extra
    packed = body[begins : begins + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        plain = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, room + 1)
    else:
        raise broken()
    if len(plain) > room:
        raise DomainError(message("documents.sheet.unpacked", most=MOST_UNPACKED), field="file")
    if len(plain) != member.file_size:
        raise broken()
    return plain


def _attributes(part: bytes, wanted: str, names: tuple[str, str]) -> Sequence[tuple[str, str]]:
    """Return two attributes of every element of a name, whatever its prefix."""
    found: list[tuple[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == wanted:
            local = {_local(key): value for key, value in attributes.items()}
            found.append((local.get(names[0], ""), local.get(names[1], "")))

    _parse(part, begin)
    return found


def _parse(part: bytes, begin: object) -> None:
    """Parse one part; a document type is refused, for entities grow without end."""
    if not part:
        return
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse_type
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise broken() from error


def _refuse_type(*_declared: object) -> None:
    raise ValueError("a workbook declares no document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _marks(part: bytes) -> Marks:
    found = _Found()
    _parse(part, found.meet)
    return Marks(frozenset(found.rows), frozenset(found.columns), frozenset(found.formulas))


@dataclass(slots=True)
class _Found:
    """Where the parser stands in a sheet, and what it has met."""

    row: int = 0
    column: int = -1
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formulas: set[int] = field(default_factory=set)

    def meet(self, name: str, attributes: dict[str, str]) -> None:
        """Note the beginning of an element."""
        match _local(name):
            case "c":
                self._cell(attributes.get("r", ""))
            case "v" | "is":  # only what holds something takes room
                ensure_size(0, rows=self.row, columns=self.column + 1)
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), -1
                if attributes.get("hidden") in _TRUE:
                    self.rows.add(self.row)
            case "f":
                self.formulas.add(self.column)
            case "col" if attributes.get("hidden") in _TRUE:
                first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                self.columns.update(range(first - 1, min(last, first + 200)))

    def _cell(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            self.column += 1
            return
        letters, row = found.groups()
        self.row, self.column = int(row), column_at(letters)


def column_at(letters: str) -> int:
    """Return a column's number from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters, rest = "", number + 1
    while rest:
        rest, at = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + at) + letters
    return letters
