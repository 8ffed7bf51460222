"""What a browser calls itself, when a session is noted again, and the settings of its end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import SettingsError, load_settings
from exchange.accounts.rules import ACTIVITY_INTERVAL, device_of, is_noted_again
from exchange.core.permissions import Actor, Role, system_actor

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) "


@pytest.mark.parametrize(
    ("line", "device"),
    [
        (WINDOWS + WEBKIT + "Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (WINDOWS + WEBKIT + "Chrome/140.0 Safari/537.36", "Chrome, Windows"),
        (WINDOWS + "Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (MAC + WEBKIT + "Version/18.0 Safari/605.1.15", "Safari, macOS"),
        (IPHONE + WEBKIT + "CriOS/140.0 Mobile Safari/604.1", "Chrome, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) " + WEBKIT + "Chrome/140.0 Mobile", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101", "Linux"),
        ("python-requests/2.32", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_browser_and_system(line: str, device: str) -> None:
    assert device_of(line) == device


@pytest.mark.parametrize(
    ("age", "again"),
    [
        (timedelta(0), False),
        (ACTIVITY_INTERVAL - timedelta(seconds=1), False),
        (ACTIVITY_INTERVAL, True),
    ],
)
def test_use_is_noted_again_after_ten_minutes(age: timedelta, again: bool) -> None:
    moment = datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert is_noted_again(moment - age, moment) is again


def test_a_session_ends_as_the_environment_says(tmp_path: Path) -> None:
    folder = {"EXCHANGE_INSTANCE_DIR": str(tmp_path)}
    usual = load_settings(folder)
    assert (usual.session_idle_minutes, usual.session_hours) == (30, 12)
    changed = {"EXCHANGE_SESSION_IDLE_MINUTES": "10", "EXCHANGE_SESSION_HOURS": "8"}
    found = load_settings(folder | changed)
    assert (found.session_idle_minutes, found.session_hours) == (10, 8)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("EXCHANGE_SESSION_IDLE_MINUTES", "0"),
        ("EXCHANGE_SESSION_IDLE_MINUTES", "241"),
        ("EXCHANGE_SESSION_HOURS", "25"),
        ("EXCHANGE_SESSION_HOURS", "half"),
    ],
)
def test_an_end_that_cannot_be_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({"EXCHANGE_INSTANCE_DIR": str(tmp_path), name: text})


def test_a_command_has_no_account_of_its_own() -> None:
    with pytest.raises(ValueError, match="a command has no account"):
        _ = system_actor("a command").known_id
    with pytest.raises(ValueError, match="nobody"):
        _ = Actor(None, Role.VIEWER, "nobody").known_id
