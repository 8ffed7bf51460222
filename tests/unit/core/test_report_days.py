"""The setting of how soon a visit is reported on."""

from pathlib import Path

import pytest

from config import SettingsError, load_settings


@pytest.mark.parametrize(("text", "days"), [("", 7), ("1", 1), ("14", 14), ("60", 60)])
def test_a_report_is_due_within_the_days_that_are_set(tmp_path: Path, text: str, days: int) -> None:
    environ = {"EXCHANGE_INSTANCE_DIR": str(tmp_path), "EXCHANGE_REPORT_DAYS": text}
    assert load_settings(environ).report_days == days


@pytest.mark.parametrize("text", ["0", "61", "-1", "seven", "１０"])
def test_days_that_cannot_be_are_refused_by_name(tmp_path: Path, text: str) -> None:
    environ = {"EXCHANGE_INSTANCE_DIR": str(tmp_path), "EXCHANGE_REPORT_DAYS": text}
    with pytest.raises(SettingsError, match="EXCHANGE_REPORT_DAYS"):
        load_settings(environ)
