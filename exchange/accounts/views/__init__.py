"""Pages of accounts, by use case; one blueprint."""

from exchange.accounts.views import (
    ending,
    factors,
    kept,
    mine,
    passkeys,
    password_links,
    passwords,
    second_step,
    signing_in,
    single_sign_on,
    users,
)
from exchange.accounts.views.page import blueprint

__all__ = [
    "blueprint",
    "ending",
    "factors",
    "kept",
    "mine",
    "passkeys",
    "password_links",
    "passwords",
    "second_step",
    "signing_in",
    "single_sign_on",
    "users",
]
