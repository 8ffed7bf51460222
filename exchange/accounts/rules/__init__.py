"""Rules of accounts: passwords, how often a sign-in may fail, when a session ends."""

from exchange.accounts.rules.sessions import (
    ACTIVITY_INTERVAL,
    SESSIONS_KEPT,
    SessionLimits,
    device_of,
    is_noted_again,
)
from exchange.accounts.rules.signing_in import (
    FAILURES_BY_ADDRESS,
    FAILURES_BY_EMAIL,
    HANDED_RESET_LIFETIME,
    INVITATION_LIFETIME,
    LONGEST_PASSWORD,
    PASSWORD_LENGTH,
    RESET_LIFETIME,
    RESETS_AN_HOUR,
    WINDOW,
    TooManyAttemptsError,
    TooManyLinksError,
    ensure_attempt_allowed,
    ensure_link_allowed,
    ensure_password_strength,
    plain_address,
)

__all__ = [
    "ACTIVITY_INTERVAL",
    "FAILURES_BY_ADDRESS",
    "FAILURES_BY_EMAIL",
    "HANDED_RESET_LIFETIME",
    "INVITATION_LIFETIME",
    "LONGEST_PASSWORD",
    "PASSWORD_LENGTH",
    "RESETS_AN_HOUR",
    "RESET_LIFETIME",
    "SESSIONS_KEPT",
    "WINDOW",
    "SessionLimits",
    "TooManyAttemptsError",
    "TooManyLinksError",
    "device_of",
    "ensure_attempt_allowed",
    "ensure_link_allowed",
    "ensure_password_strength",
    "is_noted_again",
    "plain_address",
]
