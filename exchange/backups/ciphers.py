"""A file that opens with a passphrase only: AES-256-GCM in pieces, so that memory stays small.

Each piece's nonce holds its number and whether it is the last: pieces cannot be changed places,
left out, or cut off at the end.
"""

import io
import os
from functools import lru_cache
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from exchange.backups.errors import BackupError, DamagedError

MAGIC: Final = b"EXCHANGE-SEALED-1\n"
_PIECE: Final = 64 * 1024
_TAG: Final = 16
_SALT: Final = 16
_PREFIX: Final = 7
_HEADER: Final = len(MAGIC) + _SALT + _PREFIX + _TAG
#: 64 MB and some tenths of a second for each passphrase that is tried.
_COST: Final = {"n": 2**16, "r": 8, "p": 2}
#: No piece has this number; under it stands the proof that the passphrase is right.
_PROOF: Final = b"\xff" * 5


class WrongPassphraseError(BackupError):
    """The passphrase is not the one the file was sealed with."""

    def __init__(self) -> None:
        super().__init__("the passphrase is not the one this backup was encrypted with")


class MissingPassphraseError(BackupError):
    """The file is sealed, and no passphrase was given."""

    def __init__(self) -> None:
        super().__init__("the backup is encrypted; name the file of its passphrase by --key-file")


class SealedWriter(io.RawIOBase):
    """Encrypts what is written; closing it writes the last piece, `abandon` does not."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._file, self._cipher = file, _cipher(passphrase, salt)
        self._waiting, self._number = bytearray(), 0
        self._bound = MAGIC + salt + self._prefix
        file.write(self._bound)
        file.write(self._cipher.encrypt(self._prefix + _PROOF, b"", self._bound))

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take bytes; all but the last piece leave at once."""
        self._waiting += data
        while len(self._waiting) > _PIECE:
            self._put(bytes(self._waiting[:_PIECE]), is_last=False)
            del self._waiting[:_PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece, once."""
        if not self.closed:
            self._put(bytes(self._waiting), is_last=True)
        super().close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._bound))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Decrypts a sealed file from any place in it."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        header = file.read(_HEADER)
        self._bound, proof = header[:-_TAG], header[-_TAG:]
        if len(header) < _HEADER:
            raise DamagedError
        salt = self._bound[len(MAGIC) : -_PREFIX]
        self._prefix, self._file = self._bound[-_PREFIX:], file
        self._cipher = _cipher(passphrase, salt)
        try:
            self._cipher.decrypt(self._prefix + _PROOF, proof, self._bound)
        except InvalidTag as error:
            raise WrongPassphraseError from error
        sealed = file.seek(0, io.SEEK_END) - _HEADER
        self._pieces = -(-sealed // (_PIECE + _TAG))
        self._size = sealed - self._pieces * _TAG
        self._at, self._held, self._text = 0, -1, b""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the plain text."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read on; raises DamagedError where a piece does not open."""
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, _PIECE)
        if number != self._held:
            self._text, self._held = self._open(number), number
        found = self._text[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def check(self) -> None:
        """Open the last piece: a file that was cut short has none."""
        if self._pieces < 1:
            raise DamagedError
        self._open(self._pieces - 1)

    def _open(self, number: int) -> bytes:
        self._file.seek(_HEADER + number * (_PIECE + _TAG))
        sealed = self._file.read(_PIECE + _TAG)
        nonce = _nonce(self._prefix, number, is_last=number == self._pieces - 1)
        try:
            return self._cipher.decrypt(nonce, sealed, self._bound)
        except InvalidTag as error:
            raise DamagedError from error


@lru_cache(maxsize=1)  # a file is opened to be checked, then to be read
def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
