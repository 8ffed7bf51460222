"""Forms of accounts."""

from exchange.accounts.forms.factors import AppForm, CodeForm, FactorForm
from exchange.accounts.forms.passkeys import NewPasskeyForm, PasskeyForm
from exchange.accounts.forms.passwords import ChangePasswordForm, ForgottenForm, PasswordForm
from exchange.accounts.forms.signing_in import SignInForm
from exchange.accounts.forms.users import InviteForm, ReturnForm, UsersForm

__all__ = [
    "AppForm",
    "ChangePasswordForm",
    "CodeForm",
    "FactorForm",
    "ForgottenForm",
    "InviteForm",
    "NewPasskeyForm",
    "PasskeyForm",
    "PasswordForm",
    "ReturnForm",
    "SignInForm",
    "UsersForm",
]
