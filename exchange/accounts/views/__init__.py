"""Pages of accounts, by use case; one blueprint."""

from exchange.accounts.views import invitations, mine, signing_in, users
from exchange.accounts.views.page import blueprint

__all__ = ["blueprint", "invitations", "mine", "signing_in", "users"]
