"""Letters as mail, and the addresses of mail servers."""

import email
import smtplib
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest

from config import SettingsError
from exchange.outbox.transport import (
    DeliveryError,
    Letter,
    deliver,
    parse_mail_url,
    sender_of,
    write,
)

LETTER = Letter(
    UUID("0190c7c0-0000-7000-8000-000000000000"),
    "hanako@city.example",
    "【熊本市】招待",
    "見本 花子 様\n\nようこそ。\n",
    "ja",
)


def test_a_letter_in_a_folder_is_the_letter_that_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "mail box"
    deliver(LETTER, f"file://{folder}?from=kokusai@city.example".replace(" ", "%20"))
    kept = folder / f"{LETTER.id}.eml"
    read = email.message_from_bytes(kept.read_bytes(), policy=default)
    assert (read["To"], read["Subject"]) == (LETTER.recipient, LETTER.subject)
    assert read["From"] == "kokusai@city.example"
    assert read["Message-ID"] == f"<{LETTER.id}@exchange.kumamoto-city>"
    assert read["Content-Language"] == "ja"
    assert read.get_content().splitlines() == LETTER.body.splitlines()


@pytest.mark.parametrize(
    ("mail_url", "sender"),
    [
        ("smtp://kokusai%40city.example:pw@mail.example:587", "kokusai@city.example"),
        ("smtp://user:pw@mail.example", "exchange@mail.example"),
        ("smtps://mail.example?from=a@b.example", "a@b.example"),
        ("file:///tmp/mail", "exchange@localhost"),
    ],
)
def test_the_sender_is_named_by_the_address_of_the_server(mail_url: str, sender: str) -> None:
    assert sender_of(parse_mail_url(mail_url)) == sender


@pytest.mark.parametrize(
    "mail_url", ["", "mail.example", "http://mail.example", "smtp://", "file://host/dir", "file:x"]
)
def test_an_unreadable_address_is_refused_with_an_example(mail_url: str) -> None:
    with pytest.raises(SettingsError, match="EXCHANGE_MAIL_URL must look like smtp://"):
        parse_mail_url(mail_url)


def test_a_line_break_in_a_header_is_refused() -> None:
    letter = Letter(LETTER.id, "a@b.example\r\nBcc: c@d.example", "x", "x", "ja")
    with pytest.raises(ValueError, match="linefeed"):
        write(letter, sender="a@b.example")


def test_a_server_that_is_not_there_is_a_failed_delivery() -> None:
    with pytest.raises(DeliveryError, match="ConnectionRefusedError") as caught:
        deliver(LETTER, "smtp://127.0.0.1:9")
    assert caught.value.is_final is False


def test_a_folder_that_cannot_be_written_is_a_failed_delivery(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryError):
        deliver(LETTER, f"file://{tmp_path}/file")


@pytest.mark.parametrize(
    ("code", "is_final"), [(450, False), (550, True)], ids=["try later", "no such mailbox"]
)
def test_a_refused_recipient_is_final_when_the_server_says_so(
    monkeypatch: pytest.MonkeyPatch, code: int, is_final: bool
) -> None:
    class Refusing(smtplib.SMTP):
        def connect(self, *_arguments: object, **_options: object) -> tuple[int, bytes]:
            return 220, b"hello"

        def ehlo(self, _name: str = "") -> tuple[int, bytes]:
            return 250, b"hello"

        def send_message(self, *_arguments: object, **_options: object) -> dict[str, object]:  # type: ignore[override]
            raise smtplib.SMTPRecipientsRefused({"a": (code, b"no")})

    monkeypatch.setattr(smtplib, "SMTP", Refusing)
    with pytest.raises(DeliveryError, match=f"{code} no") as caught:
        deliver(LETTER, "smtp://mail.example")
    assert caught.value.is_final is is_final
