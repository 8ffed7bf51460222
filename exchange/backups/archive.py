"""The file of a backup: a zip of one part a table, JSON lines, and a manifest; sealed or plain.

A plain one is an ordinary zip whose comment is the SHA-256 of all bytes before it, so that any
damage shows before a part is read; a sealed one is the same zip inside `ciphers`.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, cast

from exchange.backups.ciphers import MAGIC, MissingPassphraseError, SealedReader, SealedWriter
from exchange.backups.errors import BackupError, DamagedError
from exchange.backups.growing import give_name, growing
from exchange.backups.values import Column

Row = Sequence[Any]

_FORMAT: Final = "exchange-backup"
_VERSION: Final = 1
_MANIFEST: Final = "manifest.json"
_DIGEST: Final = 64
_PIECE: Final = 1024 * 1024
#: Quick, and still a third of the size.
_LEVEL: Final = 3
#: What reading a zip raises that is none, or was made to look like one.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError),
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One table in a backup."""

    table: str
    columns: Sequence[Column]
    rows: int
    sha256: str

    @property
    def name(self) -> str:
        """Name of the part in the zip."""
        return f"tables/{self.table}.jsonl"

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Self:
        """Return the part a manifest describes."""
        columns = [Column(**column) for column in found["columns"]]
        return cls(str(found["table"]), columns, int(found["rows"]), str(found["sha256"]))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    #: The instant in UTC, ISO 8601.
    made_at: str
    #: The schema's revision.
    revision: str
    parts: Sequence[Part]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(part.rows for part in self.parts)


@dataclass(slots=True)
class ArchiveWriter:
    """Writes a backup, a table after the other."""

    _zip: zipfile.ZipFile
    _parts: list[Part] = field(default_factory=list)

    def add(self, table: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Write a table's rows as they come."""
        digest, count = hashlib.sha256(), 0
        with self._zip.open(Part(table, columns, 0, "").name, "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        self._parts.append(Part(table, columns, count, digest.hexdigest()))

    def finish(self, *, made_at: str, revision: str) -> Manifest:
        """Write the manifest; nothing may follow."""
        manifest = Manifest(made_at, revision, self._parts)
        told = {"format": _FORMAT, "version": _VERSION, **asdict(manifest)}
        self._zip.writestr(_MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        return manifest


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """A backup that was opened; its parts are checked as they are read."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    def rows(self, part: Part) -> Iterator[Row]:
        """Give a table's rows; raises DamagedError at the latest after the last one."""
        digest, count, width = hashlib.sha256(), 0, len(part.columns)
        with _damage_shown(), self._zip.open(part.name) as file:
            while line := file.readline():  # a value is as long as it was: none is too long
                digest.update(line)
                row = json.loads(line)
                if not isinstance(row, list) or len(row) != width:
                    raise DamagedError
                count += 1
                yield row
        if (count, digest.hexdigest()) != (part.rows, part.sha256):
            raise DamagedError


@contextmanager
def written(path: Path, passphrase: str | None) -> Iterator[ArchiveWriter]:
    """Give a writer; the file appears whole at the block's end, or not at all.

    Raises BackupError where something has that name already.
    """
    if path.exists():
        raise BackupError(f"{path} exists already and is left as it is; choose another name")
    part = growing(path)
    try:
        with open(part, "xb", opener=_private) as file:
            _fill = _sealed(file, passphrase) if passphrase is not None else _plain(file)
            with _fill as writer:
                yield writer
            if passphrase is None:
                _close_with_digest(part)
            file.flush()
            os.fsync(file.fileno())
        give_name(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, passphrase: str | None) -> Iterator[ArchiveReader]:
    """Give a reader of a backup whose bytes are as they were written; raises BackupError."""
    with path.open("rb") as file:
        with _damage_shown():
            plain = _unsealed(file, passphrase)
            archive = zipfile.ZipFile(plain)
        with archive:
            with _damage_shown():
                manifest = _manifest(archive)
            yield ArchiveReader(manifest, archive)


@contextmanager
def _plain(file: BinaryIO) -> Iterator[ArchiveWriter]:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        archive.comment = b"0" * _DIGEST
        yield ArchiveWriter(archive)
    file.flush()


@contextmanager
def _sealed(file: BinaryIO, passphrase: str) -> Iterator[ArchiveWriter]:
    with closing(SealedWriter(file, passphrase)) as sealing:
        target = cast(BinaryIO, sealing)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            yield ArchiveWriter(archive)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _close_with_digest(path: Path) -> None:
    """Put the digest in the place its zeros have kept."""
    with path.open("r+b") as file:
        digest = _digest_of(file)
        file.seek(-_DIGEST, io.SEEK_END)
        file.write(digest)


def _digest_of(file: BinaryIO) -> bytes:
    """Return the digest of all but the digest."""
    left = file.seek(0, io.SEEK_END) - _DIGEST
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()


def _unsealed(file: BinaryIO, passphrase: str | None) -> BinaryIO:
    """Return the zip's bytes, found undamaged."""
    if file.read(len(MAGIC)) == MAGIC:
        if passphrase is None:
            raise MissingPassphraseError
        file.seek(0)
        reader = SealedReader(file, passphrase)
        reader.check()
        return cast(BinaryIO, io.BufferedReader(reader, _PIECE))
    expected = _digest_of(file)
    if file.read() != expected:
        raise DamagedError
    return file


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    told = json.loads(archive.read(_MANIFEST))
    if told["format"] != _FORMAT:
        raise DamagedError
    if told["version"] != _VERSION:
        raise BackupError(f"no Exchange of this age reads version {told['version']} of a backup")
    parts = [Part.read(found) for found in told["parts"]]
    if {part.name for part in parts} | {_MANIFEST} != set(archive.namelist()):
        raise DamagedError
    return Manifest(str(told["made_at"]), str(told["revision"]), parts)


@contextmanager
def _damage_shown() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise DamagedError from error
