"""Keys of the house: the data keyring (AES-256-GCM), the ledger's HMAC, signatures of links."""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32


class KeyProblemError(ValueError):
    """A key is missing, malformed, or not the one a value was sealed with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives; a value copied elsewhere does not open."""

    table: str
    column: str
    key: UUID

    @property
    def bound(self) -> bytes:
        """Bytes the cipher binds the value to."""
        return f"{self.table}:{self.column}:{self.key}".encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The data keys by id; the first one seals, every one opens."""

    keys: Mapping[str, bytes]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `id:base64[,id:base64…]`; raises KeyProblemError."""
        pairs = [part.partition(":") for part in text.split(",")]
        found = [(name.strip(), decode_key(value)) for name, _, value in pairs]
        keys = dict(found)
        if "" in keys:
            raise KeyProblemError("a data key has no name")
        if len(keys) < len(found):
            raise KeyProblemError("a name stands in front of two data keys")
        return cls(keys)

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return next(iter(self.keys))

    @property
    def next_name(self) -> str:
        """An id for one more key: the first of k1, k2, … that is higher than all there are."""
        numbers = [int(name[1:]) for name in self.keys if re.fullmatch(r"k[0-9]{1,9}", name)]
        return f"k{max(numbers, default=0) + 1}"

    def seal(self, plain: str, place: Place) -> str:
        """Encrypt for one place; the key's id stands in front of the value."""
        name, key = self.current, self.keys[self.current]
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, plain.encode(), place.bound)
        return f"{name}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: Place) -> str:
        """Decrypt; raises KeyProblemError for an unknown key, another place or changed bytes."""
        name, _, value = sealed.partition(":")
        if name not in self.keys:
            raise KeyProblemError(f"no data key {name!r}")
        try:
            raw = base64.b64decode(value)
            plain = AESGCM(self.keys[name]).decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.bound
            )
        except (InvalidTag, ValueError) as error:
            raise KeyProblemError("the sealed value does not belong here") from error
        return plain.decode()


@dataclass(slots=True)
class KeyTrial:
    """Finds out by the values themselves which keys a ring lacks; one broken value proves none."""

    ring: Keyring
    _opened: dict[str, bool] = field(default_factory=dict)

    def see(self, sealed: str, place: Place) -> None:
        """Try a value, unless its key has opened one."""
        name = sealed.partition(":")[0]
        if self._opened.get(name):
            return
        try:
            self.ring.open(sealed, place)
        except KeyProblemError:
            self._opened[name] = False
        else:
            self._opened[name] = True

    @property
    def unopened(self) -> Sequence[str]:
        """Ids under which values are sealed that did not open, in order."""
        return sorted(name for name, opened in self._opened.items() if not opened)


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The key of the ledger's person digests; never rotated with the data keys."""

    key: bytes

    def digest(self, person: UUID) -> str:
        """Return HMAC-SHA-256 of a person's UUID as 64 hexadecimal digits."""
        return hmac.new(self.key, person.bytes, hashlib.sha256).hexdigest()


def decode_key(text: str) -> bytes:
    """Decode a base64 key of 32 bytes; raises KeyProblemError."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise KeyProblemError("a key must be base64") from error
    if len(key) != KEY_BYTES:
        raise KeyProblemError(f"a key must be {KEY_BYTES} bytes, not {len(key)}")
    return key


def new_key() -> str:
    """Make a random key as base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()
