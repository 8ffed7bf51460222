"""Forms of accounts."""

from exchange.accounts.forms.passwords import PasswordForm
from exchange.accounts.forms.signing_in import SignInForm
from exchange.accounts.forms.users import InviteForm

__all__ = ["InviteForm", "PasswordForm", "SignInForm"]
