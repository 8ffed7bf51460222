"""A sealed file opens with its passphrase, whole and in order, or not at all."""

import io
from collections.abc import Callable
from functools import lru_cache

import pytest

from exchange.backups.ciphers import (
    MAGIC,
    SealedReader,
    SealedWriter,
    WrongPassphraseError,
)
from exchange.backups.errors import DamagedError

PASSPHRASE = "correct horse battery"
PIECE = 64 * 1024
SEALED_PIECE = PIECE + 16
HEADER = len(MAGIC) + 16 + 7 + 16


@lru_cache(maxsize=1)
def sealed(plain: bytes) -> bytes:
    file = io.BytesIO()
    with SealedWriter(file, PASSPHRASE) as writer:
        for start in range(0, len(plain), 50_000):
            writer.write(plain[start : start + 50_000])
    return file.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    reader = SealedReader(io.BytesIO(data), passphrase)
    reader.check()
    return reader.read()


@pytest.mark.parametrize("length", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_comes_back(length: int) -> None:
    plain = bytes(at % 251 for at in range(length))
    data = sealed(plain)
    assert opened(data) == plain
    assert length < 32 or plain[:32] not in data


def test_any_place_can_be_read() -> None:
    plain = bytes(at % 251 for at in range(2 * PIECE + 100))
    reader = SealedReader(io.BytesIO(sealed(plain)), PASSPHRASE)
    assert (reader.readable(), reader.seekable()) == (True, True)
    assert reader.seek(-50, io.SEEK_END) == len(plain) - 50
    assert reader.read() == plain[-50:]
    reader.seek(PIECE - 2)
    reader.seek(1, io.SEEK_CUR)
    assert (reader.tell(), reader.read(3)) == (PIECE - 1, plain[PIECE - 1 : PIECE])
    assert reader.read(2) == plain[PIECE : PIECE + 2]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphraseError):
        opened(sealed(b"x"), "another passphrase")


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:HEADER],
        lambda data: data[: HEADER - 1],
        lambda data: data[:-1],
        lambda data: data[: HEADER + SEALED_PIECE],
        lambda data: data + b"x",
        lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:],
        lambda data: data[: HEADER + 9] + bytes([data[HEADER + 9] ^ 1]) + data[HEADER + 10 :],
        lambda data: (
            data[:HEADER]
            + data[HEADER + SEALED_PIECE : HEADER + 2 * SEALED_PIECE]
            + data[HEADER : HEADER + SEALED_PIECE]
            + data[HEADER + 2 * SEALED_PIECE :]
        ),
    ],
    ids=[
        "no-piece",
        "header",
        "cut",
        "one-piece",
        "longer",
        "last-changed",
        "first-changed",
        "swapped",
    ],
)
def test_a_file_that_was_changed_or_cut_is_damaged(harm: Callable[[bytes], bytes]) -> None:
    data = sealed(bytes(2 * PIECE + 100))
    with pytest.raises(DamagedError):
        opened(harm(data))
