"""Keys of the house: sealing, rotation, and the ledger's digests."""

import base64
import hashlib
import hmac
from uuid import UUID

import pytest

from exchange.core.keys import (
    KeyProblemError,
    Keyring,
    KeyTrial,
    LedgerKey,
    Place,
    decode_key,
    new_key,
)

KEY = UUID("0190c7c0-0000-7000-8000-000000000000")
OTHER = UUID("0190c7c0-0000-7000-8000-000000000001")
PLACE = Place("guardians", "phone", KEY)


def test_a_sealed_value_opens_at_its_place_and_looks_different_every_time() -> None:
    ring = Keyring.parse(f"k1:{new_key()}")
    first, second = ring.seal("アレルギー", PLACE), ring.seal("アレルギー", PLACE)
    assert first != second
    assert first.startswith("k1:")
    assert [ring.open(first, PLACE), ring.open(second, PLACE)] == ["アレルギー"] * 2


@pytest.mark.parametrize(
    ("names", "why"),
    [(("k1", "k2", "k1"), "in front of two"), (("k1", " "), "no name"), (("",), "no name")],
)
def test_a_ring_with_a_name_twice_or_without_one_is_refused(
    names: tuple[str, ...], why: str
) -> None:
    with pytest.raises(KeyProblemError, match=why):
        Keyring.parse(",".join(f"{name}:{new_key()}" for name in names))


@pytest.mark.parametrize(
    "place",
    [
        Place("guardians", "phone", OTHER),
        Place("guardians", "email", KEY),
        Place("pupils", "phone", KEY),
    ],
)
def test_a_value_copied_to_another_place_does_not_open(place: Place) -> None:
    ring = Keyring.parse(f"k1:{new_key()}")
    sealed = ring.seal("x", PLACE)
    with pytest.raises(KeyProblemError, match="does not belong here"):
        ring.open(sealed, place)


def test_changed_bytes_do_not_open() -> None:
    ring = Keyring.parse(f"k1:{new_key()}")
    name, _, text = ring.seal("x", PLACE).partition(":")
    raw = bytearray(base64.b64decode(text))
    raw[-1] ^= 1
    with pytest.raises(KeyProblemError):
        ring.open(f"{name}:{base64.b64encode(bytes(raw)).decode()}", PLACE)


def test_the_first_key_seals_and_older_ones_still_open() -> None:
    old, new = new_key(), new_key()
    sealed = Keyring.parse(f"k1:{old}").seal("x", PLACE)
    rotated = Keyring.parse(f"k2:{new}, k1:{old}")
    assert rotated.open(sealed, PLACE) == "x"
    assert rotated.seal("x", PLACE).startswith("k2:")


def test_a_value_of_an_unknown_key_names_that_key() -> None:
    sealed = Keyring.parse(f"k1:{new_key()}").seal("x", PLACE)
    with pytest.raises(KeyProblemError, match="no data key 'k1'"):
        Keyring.parse(f"k2:{new_key()}").open(sealed, PLACE)


@pytest.mark.parametrize("text", ["k1:", "k1:???", "k1:c2hvcnQ=", "k1", f"k1:{'A' * 44}A"])
def test_a_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(KeyProblemError):
        Keyring.parse(text)


def test_the_ledger_s_digest_is_hmac_sha_256_of_the_person_s_bytes() -> None:
    key = decode_key(base64.b64encode(bytes(range(32))).decode())
    expected = hmac.new(bytes(range(32)), KEY.bytes, hashlib.sha256).hexdigest()
    assert LedgerKey(key).digest(KEY) == expected
    assert LedgerKey(key).digest(OTHER) != expected


def test_new_keys_differ_and_are_32_bytes() -> None:
    assert len({new_key() for _ in range(10)}) == 10
    assert len(decode_key(new_key())) == 32


@pytest.mark.parametrize(
    ("names", "following"),
    [(["k1"], "k2"), (["k9", "k10", "k2"], "k11"), (["spring"], "k1"), (["kx", "k2"], "k3")],
)
def test_the_first_key_seals_and_a_new_one_gets_a_name_of_its_own(
    names: list[str], following: str
) -> None:
    ring = Keyring({name: decode_key(new_key()) for name in names})
    assert (ring.current, ring.next_name) == (names[0], following)
    assert ring.seal("x", PLACE).startswith(f"{names[0]}:")


def test_one_broken_value_does_not_condemn_its_key() -> None:
    ring, other = (Keyring.parse(f"{name}:{new_key()}") for name in ("k1", "k2"))
    trial = KeyTrial(ring)
    trial.see(ring.seal("x", PLACE), Place("pupils", "phone", KEY))
    trial.see(other.seal("x", PLACE), PLACE)
    assert trial.unopened == ["k1", "k2"]
    trial.see(ring.seal("x", PLACE), PLACE)
    trial.see(ring.seal("x", PLACE), Place("pupils", "phone", KEY))
    assert trial.unopened == ["k2"]


@pytest.mark.parametrize("value", ["k1:", "k1:x", "k1:AAAA", "k1:" + "A" * 40])
def test_what_was_never_sealed_does_not_open(value: str) -> None:
    ring = Keyring.parse(f"k1:{new_key()}")
    with pytest.raises(KeyProblemError, match="does not belong here"):
        ring.open(value, PLACE)
