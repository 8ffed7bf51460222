"""clamd's protocol, against a small scanner that speaks it."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import SettingsError, load_settings
from exchange.core.scanner import ScannerAwayError, is_clean, is_there
from tests.servers.scanner import EICAR, scanning


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with scanning(tmp_path / "s" if request.param == "unix" else None) as address:
        yield address


def test_a_scanner_answers_and_tells_clean_files_from_others(scanner: str) -> None:
    assert is_there(scanner)
    assert is_clean(scanner, io.BytesIO(b"x" * 200_000))
    assert is_clean(scanner, io.BytesIO(b""))
    assert not is_clean(scanner, io.BytesIO(b"x" * 100_000 + EICAR))


def test_an_answer_that_is_no_verdict_is_none(scanner: str) -> None:
    with pytest.raises(ScannerAwayError):
        is_clean(scanner, io.BytesIO(b"too large for this scanner"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:/no/such/socket"])
def test_a_scanner_that_is_not_there_is_away(address: str) -> None:
    assert not is_there(address)
    with pytest.raises(ScannerAwayError):
        is_clean(address, io.BytesIO(b"x"))


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("", True),
        ("tcp://127.0.0.1:3310", True),
        ("unix:/run/clamav/clamd.ctl", True),
        ("tcp://127.0.0.1", False),
        ("tcp://127.0.0.1:x", False),
        ("unix:", False),
        ("http://127.0.0.1:3310", False),
    ],
)
def test_an_address_that_is_none_is_refused_at_the_start(address: str, is_taken: bool) -> None:
    if is_taken:
        found = load_settings({"EXCHANGE_SCANNER_URL": address}).scanner_url
        assert found == (address or None)
        return
    with pytest.raises(SettingsError, match="EXCHANGE_SCANNER_URL"):
        load_settings({"EXCHANGE_SCANNER_URL": address})
