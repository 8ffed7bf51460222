"""Signing in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from exchange.accounts.rules import LONGEST_PASSWORD
from exchange.core.messages import message
from exchange.web.forms import BaseForm


class SignInForm(BaseForm):
    """Sign in by address and password."""

    email = EmailField(
        message("accounts.field.email"),
        [InputRequired(), Length(max=254)],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(
        message("accounts.field.password"),
        [InputRequired(), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
