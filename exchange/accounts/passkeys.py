"""Rules of passkeys: whom they are for, what is asked of them, and whether one may be a copy."""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from exchange.core.errors import DomainError
from exchange.core.messages import message

#: So many passkeys a person may have.
MOST: Final = 10
#: Seconds from the button to the answer of the device.
_ANSWER_SECONDS: Final = 300
_CHALLENGE_BYTES: Final = 32
_SALT: Final = "passkey"
#: Where a browser lets a page use passkeys without TLS.
_THIS_MACHINE: Final = "localhost"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is made for: it works on this host's pages alone."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What is kept of a passkey that was just made."""

    credential_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device is asked for, and what of it may come back once, signed by us."""

    challenge: bytes
    ticket: str


class PasskeyRefusedError(DomainError):
    """The device's answer does not hold."""

    def __init__(self) -> None:
        super().__init__(message("accounts.error.passkey_refused"))


class PasskeyUnknownError(DomainError):
    """No account has this passkey, or not any more."""

    def __init__(self) -> None:
        super().__init__(message("accounts.error.passkey_unknown"))


class PasskeyLateError(DomainError):
    """The device answered what was asked too long ago."""

    def __init__(self) -> None:
        super().__init__(message("accounts.error.passkey_late"))


def relying_party(base_url: str) -> RelyingParty | None:
    """Return whom passkeys are made for at a public address; None where browsers know none.

    They need TLS and a name that is no number; this machine itself is called localhost.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        number = ip_address(host)
    except ValueError:
        number = None
    if number is not None:
        host = _THIS_MACHINE if number.is_loopback else ""
    if not host or (parts.scheme != "https" and host != _THIS_MACHINE):
        return None
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


def ask(secret: str, purpose: str) -> Asked:
    """Ask something new for a purpose; the ticket is what `asked` reads."""
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    return Asked(challenge, _tickets(secret).dumps([purpose, challenge.hex()]))


def asked(secret: str, purpose: str, ticket: str) -> bytes:
    """Return what was asked for a purpose; raises PasskeyLateError or PasskeyRefusedError."""
    try:
        found, challenge = _tickets(secret).loads(ticket, max_age=_ANSWER_SECONDS)
    except SignatureExpired as error:
        raise PasskeyLateError from error
    except BadSignature as error:
        raise PasskeyRefusedError from error
    if found != purpose:
        raise PasskeyRefusedError
    return bytes.fromhex(challenge)


def ensure_counted_on(*, before: int, now: int) -> None:
    """Raise DomainError for a count that does not rise: two devices may hold the same key.

    An authenticator that does not count says 0 each time.
    """
    if (before, now) != (0, 0) and now <= before:
        raise DomainError(message("accounts.error.passkey_copied"))


def ensure_room(held: int) -> None:
    """Raise DomainError when a person has as many passkeys as they may."""
    if held >= MOST:
        raise DomainError(message("accounts.error.passkeys_many", most=MOST))


def _tickets(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=_SALT)
