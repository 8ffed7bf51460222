"""Pages of accounts, by use case; one blueprint."""

from exchange.accounts.views import (
    kept,
    mine,
    passkeys,
    password_links,
    passwords,
    signing_in,
    single_sign_on,
    users,
)
from exchange.accounts.views.page import blueprint

__all__ = [
    "blueprint",
    "kept",
    "mine",
    "passkeys",
    "password_links",
    "passwords",
    "signing_in",
    "single_sign_on",
    "users",
]
