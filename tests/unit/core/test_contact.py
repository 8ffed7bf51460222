"""The settings of how the division is reached."""

from pathlib import Path

import pytest

from config import Contact, SettingsError, load_settings
from exchange.outbox.rules import signed

PHONE, MAIL = "EXCHANGE_CONTACT_PHONE", "EXCHANGE_CONTACT_MAIL"


def test_without_them_nothing_is_made_up(tmp_path: Path) -> None:
    found = load_settings({"EXCHANGE_INSTANCE_DIR": str(tmp_path), PHONE: " "})
    assert found.contact == Contact()
    assert signed("本文\n", "ja", found.contact) == "本文\n"


def test_they_stand_under_a_mail_in_its_language(tmp_path: Path) -> None:
    environ = {
        "EXCHANGE_INSTANCE_DIR": str(tmp_path),
        PHONE: "096-000-0000",
        MAIL: "kokusai@city.example",
    }
    found = load_settings(environ)
    assert (
        signed("本文\n", "ja", found.contact)
        == "本文\n電話：096-000-0000\nメール：kokusai@city.example"
    )
    assert signed("Text", "en", found.contact).splitlines()[1] == "Telephone: 096-000-0000"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (PHONE, "国際課"),
        (PHONE, "000-0000"),
        (PHONE, "096-000-0000 ext. 5"),
        (MAIL, "kokusai"),
        (MAIL, "a@city.example, b@city.example"),
    ],
)
def test_what_reaches_nobody_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({"EXCHANGE_INSTANCE_DIR": str(tmp_path), name: text})
