"""Rules of signing in through the city's directory; what it says comes verified."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from config import Directory
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.permissions import Actor, Role

if TYPE_CHECKING:
    from exchange.accounts.models import User

#: From the button to the directory's answer, and from there to the binding.
ERRAND_LIFETIME: Final = timedelta(minutes=10)
#: RFC 8176: more than one factor was shown.
_SEVERAL_FACTORS: Final = "mfa"
_RANDOM_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Errand:
    """What a browser was sent to the directory with; it is kept in its signed cookie."""

    state: str
    nonce: str
    verifier: str
    #: Seconds since 1970.
    begun: int
    #: The page that was asked for.
    next: str | None = None
    #: The token of the invitation that was opened.
    invitation: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the directory says a person is."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    #: Whether it says that two factors were shown, or is trusted to have asked for them.
    second_factor: bool
    #: Seconds since 1970.
    shown: int


class DirectoryAwayError(DomainError):
    """The directory does not answer, or not as one."""

    status = 503

    def __init__(self, name: str | Message) -> None:
        super().__init__(message("accounts.error.directory_away", name=name))


class DirectoryRefusedError(DomainError):
    """The directory's answer is none that lets anybody in."""

    def __init__(self, name: str | Message) -> None:
        super().__init__(message("accounts.error.directory_refused", name=name))


class DirectoryLateError(DomainError):
    """The directory's answer is over its time, or an errand was begun too long ago."""

    def __init__(self, name: str | Message) -> None:
        super().__init__(message("accounts.error.directory_late", name=name))


def name_of(directory: Directory) -> str | Message:
    """Return what the city calls its directory, or our word for it."""
    return directory.name or message("accounts.directory")


def new_errand(*, now: datetime, next: str | None, invitation: str | None) -> Errand:  # noqa: A002
    """Make an errand with secrets of its own."""
    state, nonce, verifier = (secrets.token_urlsafe(_RANDOM_BYTES) for _ in range(3))
    return Errand(state, nonce, verifier, int(now.timestamp()), next, invitation)


def ensure_in_time(directory: Directory, since: int, *, now: datetime) -> None:
    """Raise DirectoryLateError when what began then took too long."""
    if now.timestamp() - since > ERRAND_LIFETIME.total_seconds():
        raise DirectoryLateError(name_of(directory))


def shows_second_factor(directory: Directory, *, amr: object, acr: object) -> bool:
    """Say whether a sign-in at the directory counts as two factors."""
    if directory.trusted:
        return True
    said = amr if isinstance(amr, list) else []
    return _SEVERAL_FACTORS in said or acr in directory.acr_values


def ensure_bindable(
    identity: Identity, user: "User | None", *, directory: Directory, invited: bool
) -> "User":
    """Return the account that an identity may be bound to; raises DomainError saying why not.

    `user` is the active account of the identity's address. A school's account is bound by its
    invitation alone: several people may read a school's mail.
    """
    name = name_of(directory)
    if identity.email is None or not identity.email_verified:
        raise DomainError(message("accounts.error.directory_email", name=name))
    if user is None:
        sentence = message("accounts.error.directory_unknown", name=name, email=identity.email)
        raise DomainError(sentence)
    if user.role is Role.SCHOOL and not invited:
        raise DomainError(message("accounts.error.directory_school", name=name))
    return user


def ensure_password_allowed(actor: Actor, *, email: str, break_glass: str | None) -> None:
    """Raise DomainError where staff sign in by the directory alone; schools keep passwords.

    `break_glass` is the one administrator who may all the same, None lets everybody.
    """
    if break_glass is None or actor.role is Role.SCHOOL:
        return
    if not uses_break_glass(actor, email=email, break_glass=break_glass):
        raise DomainError(message("accounts.error.password_off"))


def uses_break_glass(actor: Actor, *, email: str, break_glass: str | None) -> bool:
    """Say whether a password is the one that was kept for the day the directory fails."""
    return actor.role is Role.ADMINISTRATOR and email.strip().lower() == break_glass
