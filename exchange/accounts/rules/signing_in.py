"""How often a sign-in may fail, and how long links work."""

from datetime import timedelta
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message

#: Failures within the window, by account and by network address, before a wait.
WINDOW: Final = timedelta(minutes=15)
FAILURES_BY_EMAIL: Final = 5
FAILURES_BY_ADDRESS: Final = 50
#: Of a mail address (RFC 5321).
LONGEST_ADDRESS: Final = 254
INVITATION_LIFETIME: Final = timedelta(days=14)
#: How long a link to a new password works: asked for by mail, or handed over.
RESET_LIFETIME: Final = timedelta(hours=1)
HANDED_RESET_LIFETIME: Final = timedelta(hours=24)
#: Links to a new password that one account gets by mail within an hour.
RESETS_AN_HOUR: Final = 3


class TooManyAttemptsError(DomainError):
    """Too many failures for this account or from this address."""

    status = 429

    def __init__(self) -> None:
        minutes = WINDOW // timedelta(minutes=1)
        super().__init__(message("accounts.error.too_many_attempts", minutes=minutes))


class TooManyLinksError(DomainError):
    """Too many links that lead nowhere were opened from this address."""

    status = 429

    def __init__(self) -> None:
        minutes = WINDOW // timedelta(minutes=1)
        super().__init__(message("accounts.error.too_many_links", minutes=minutes))


def ensure_attempt_allowed(*, failures_by_email: int, failures_by_address: int) -> None:
    """Raise TooManyAttemptsError once a limit is reached."""
    if failures_by_email >= FAILURES_BY_EMAIL or failures_by_address >= FAILURES_BY_ADDRESS:
        raise TooManyAttemptsError


def ensure_link_allowed(*, failures_by_address: int) -> None:
    """Raise TooManyLinksError once an address has tried as many links as it may."""
    if failures_by_address >= FAILURES_BY_ADDRESS:
        raise TooManyLinksError


def plain_address(email: str) -> str:
    """Return a mail address as accounts keep it; raises DomainError when it is none."""
    plain = email.strip().lower()
    name, _, domain = plain.partition("@")
    shaped = name and "." in domain.strip(".") and not any(mark in plain for mark in " ,;<>")
    if not shaped or len(plain) > LONGEST_ADDRESS:  # small letters can be more than large ones
        raise DomainError(message("accounts.error.email_shape"), field="email")
    return plain
