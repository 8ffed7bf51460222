"""The setting that holds the clock."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import SettingsError, load_settings


def held(folder: Path, text: str) -> datetime | None:
    return load_settings({"EXCHANGE_INSTANCE_DIR": str(folder), "EXCHANGE_NOW": text}).fixed_now


def test_an_instant_with_its_offset_holds_the_clock(tmp_path: Path) -> None:
    assert held(tmp_path, "") is None
    assert held(tmp_path, "2027-05-19T09:00:00+09:00") == datetime(2027, 5, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2027-05-19", "2027-05-19T09:00:00", "0001-01-01T00:00:00+09:00"]
)
def test_what_holds_no_clock_is_refused_with_what_to_write(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        held(tmp_path, text)
    assert str(caught.value) == (
        f"EXCHANGE_NOW is {text!r}; write a day and time with its UTC offset,"
        " such as 2027-05-19T09:00:00+09:00, or leave it out for the machine's clock"
    )
