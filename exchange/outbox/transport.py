"""Hands a letter to a mail server, or to a folder, as EXCHANGE_MAIL_URL says."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import UUID

from config import SettingsError
from exchange.core import clock
from exchange.core.entries import UID_DOMAIN
from exchange.core.hosts import is_this_machine

_SECONDS: Final = 30
_PORTS: Final[Mapping[str, int]] = {"smtp": 25, "smtps": 465}
_MAIL_URL: Final = (
    "EXCHANGE_MAIL_URL must look like smtp://user:password@host:587?from=address,"
    " smtps://… or file:///folder"
)
#: From this answer on a server says that trying again is no use.
_PERMANENT: Final = 500


class DeliveryError(Exception):
    """A letter was not taken; says why in the server's words."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent."""

    id: UUID
    recipient: str
    subject: str
    body: str
    language: str


def deliver(letter: Letter, mail_url: str) -> None:
    """Send a letter by `smtp://user:password@host:port?from=address`, `smtps://…` or `file:///dir`.

    Raises DeliveryError; SettingsError when the address of the server cannot be read.
    """
    address = parse_mail_url(mail_url)
    written = write(letter, sender=sender_of(address))
    if address.scheme == "file":
        _keep(written, Path(unquote(address.path)) / f"{letter.id}.eml")
        return
    try:
        with _connection(address) as server:
            server.send_message(written)
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise DeliveryError(_said(code, text), is_final=code >= _PERMANENT) from error
    except smtplib.SMTPResponseException as error:
        raise DeliveryError(_said(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"{type(error).__name__}: {error}") from error


def parse_mail_url(mail_url: str) -> SplitResult:
    """Read EXCHANGE_MAIL_URL; raises SettingsError."""
    try:
        address = urlsplit(mail_url)
        is_server = address.scheme in _PORTS and address.hostname and address.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        raise SettingsError(_MAIL_URL) from None  # the cause would repeat the password
    is_folder = address.scheme == "file" and address.path.startswith("/") and not address.netloc
    if not (is_server or is_folder):
        raise SettingsError(_MAIL_URL)
    return address


def sender_of(address: SplitResult) -> str:
    """Return who letters are from: `?from=`, the user if it is an address, or exchange@host."""
    user = unquote(address.username or "")
    default = user if "@" in user else f"exchange@{address.hostname or 'localhost'}"
    return parse_qs(address.query).get("from", [default])[0]


def write(letter: Letter, *, sender: str) -> EmailMessage:
    """Write a letter as a mail; its Message-ID is the same at every attempt."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = letter.recipient
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(clock.machine_now())
    mail["Message-ID"] = f"<{letter.id}@{UID_DOMAIN}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    mail["Content-Language"] = letter.language  # set_content drops every earlier Content- header
    return mail


@contextmanager
def _connection(address: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = address.hostname or "", address.port or _PORTS[address.scheme]
    context = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
    with server:
        server.ehlo()
        protected = address.scheme == "smtps"
        if not protected and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            protected = True
        if address.username:
            if not protected and not is_this_machine(host):
                raise DeliveryError("the server offers no encryption; the password was not sent")
            server.login(unquote(address.username), unquote(address.password or ""))
        yield server


def _keep(mail: EmailMessage, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail.as_bytes())
    except OSError as error:
        raise DeliveryError(f"{type(error).__name__}: {error}") from error


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"
