"""Forms that carry what a device answered; a script fills the hidden fields."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.accounts.rules import LONGEST_PASSWORD
from exchange.core.messages import message
from exchange.web.forms import BaseForm

_LONGEST_NAME = 60


class PasskeyForm(BaseForm):
    """Sign in with a passkey."""

    ticket = HiddenField()
    answer = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """Add a passkey under a name."""

    name = StringField(
        message("accounts.field.passkey_name"),
        [DataRequired(), Length(max=_LONGEST_NAME)],
        render_kw={"hint": message("accounts.hint.passkey_name"), "maxlength": _LONGEST_NAME},
    )
    current = PasswordField(
        message("accounts.field.current_password"),
        [InputRequired(), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
