"""Letters as mail, and the addresses of mail servers."""

import email
import smtplib
from email.policy import default
from pathlib import Path
from typing import ClassVar
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
    "mail_url",
    [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://[mail.example",
        "smtp://mail.example:70000",
        "file://host/dir",
        "file:x",
    ],
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


class Server(smtplib.SMTP):
    """A mail server of the test: it notes what it is told and answers as the test says."""

    said: ClassVar[list[str]] = []
    offers: ClassVar[frozenset[str]] = frozenset()
    answer: ClassVar[Exception | None] = None

    def connect(self, *_arguments: object, **_options: object) -> tuple[int, bytes]:
        return 220, b"hello"

    def ehlo(self, _name: str = "") -> tuple[int, bytes]:
        return 250, b"hello"

    def has_extn(self, opt: str) -> bool:
        return opt in self.offers

    def starttls(self, **_options: object) -> tuple[int, bytes]:  # type: ignore[override]
        self.said.append("starttls")
        return 220, b"go on"

    def login(self, user: str, password: str, **_options: object) -> tuple[int, bytes]:
        self.said.append(f"{user}/{password}")
        return 235, b"welcome"

    def send_message(self, *_arguments: object, **_options: object) -> dict[str, object]:  # type: ignore[override]
        if self.answer:
            raise self.answer
        self.said.append("sent")
        return {}


class SecretServer(Server):
    """The same, spoken to in secret from the first word."""

    def __init__(self, host: str, port: int, *, timeout: float, context: object) -> None:
        super().__init__(host, port, timeout=timeout)
        assert context is not None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", SecretServer)
    monkeypatch.setattr(Server, "said", [])
    return Server


@pytest.mark.parametrize(
    ("mail_url", "offers", "said"),
    [
        ("smtp://mail.example", set(), ["sent"]),
        ("smtp://mail.example", {"starttls"}, ["starttls", "sent"]),
        ("smtp://u:p%40@mail.example:587", {"starttls"}, ["starttls", "u/p@", "sent"]),
        ("smtp://u:p@localhost", set(), ["u/p", "sent"]),
        ("smtps://u:p@mail.example", set(), ["u/p", "sent"]),
    ],
)
def test_a_server_is_spoken_to_in_secret_where_it_can_be(
    server: type[Server],
    monkeypatch: pytest.MonkeyPatch,
    mail_url: str,
    offers: set[str],
    said: list[str],
) -> None:
    monkeypatch.setattr(server, "offers", frozenset(offers))
    deliver(LETTER, mail_url)
    assert server.said == said


def test_a_password_is_never_sent_in_the_open(server: type[Server]) -> None:
    with pytest.raises(DeliveryError, match="the password was not sent"):
        deliver(LETTER, "smtp://u:p@mail.example")
    assert server.said == []


@pytest.mark.parametrize(
    ("answer", "words", "is_final"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), "450 later", False),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such mailbox")}), "550 no such", True),
        (smtplib.SMTPDataError(451, "try again"), "451 try again", False),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected: gone", False),
    ],
)
def test_a_refused_letter_says_why_and_whether_to_try_again(
    server: type[Server],
    monkeypatch: pytest.MonkeyPatch,
    answer: Exception,
    words: str,
    is_final: bool,
) -> None:
    monkeypatch.setattr(server, "answer", answer)
    with pytest.raises(DeliveryError, match=words) as caught:
        deliver(LETTER, "smtp://mail.example")
    assert caught.value.is_final is is_final
