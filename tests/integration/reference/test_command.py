"""`exchange load-reference`, as a person types it."""

from pathlib import Path

import pytest

from exchange.cli import main
from exchange.cli.load_reference import lines
from exchange.reference.loader import Kept, LoadReport


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the command an instance of its own."""
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", f"sqlite:///{tmp_path / 'exchange.sqlite3'}")
    return tmp_path


def test_the_command_loads_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["load-reference"]) == 0
    first = capsys.readouterr().out
    assert first.startswith("reference data: ")
    assert first.endswith(" created, 0 updated, 0 unchanged\n")
    assert main(["load-reference"]) == 0
    assert capsys.readouterr().out == first.replace(
        " created, 0 updated, 0 unchanged", " unchanged"
    ).replace("reference data: ", "reference data: 0 created, 0 updated, ")


def test_kept_edits_are_named() -> None:
    report = LoadReport(0, 1, 2, (Kept("partner", "guilin", ("kana", "site")),))
    assert lines(report) == [
        "reference data: 0 created, 1 updated, 2 unchanged",
        "kept as edited: partner guilin: kana, site",
    ]
