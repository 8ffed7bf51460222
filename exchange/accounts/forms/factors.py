"""Setting up a second factor, and typing a code."""

from typing import Final

from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.accounts.rules import LONGEST_PASSWORD, Factors
from exchange.core.messages import message
from exchange.web.forms import BaseForm, KeyedForm

APP: Final = "app"
CODES: Final = "codes"
REMOVE: Final = "remove"
_LONGEST: Final = 40


class FactorForm(KeyedForm):
    """Choose what to do about the second factor."""

    act = RadioField(message("accounts.field.factor_act"), [InputRequired()])
    current = PasswordField(
        message("accounts.field.current_password"),
        [InputRequired(), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )

    def offer(self, factors: Factors) -> None:
        """Offer what fits what the person has."""
        app, codes = message("accounts.factor.app"), message("accounts.factor.sheet")
        if factors.has_app:
            app, codes = message("accounts.factor.replace_app"), message("accounts.factor.spare")
        self.act.choices = [
            SelectChoice(APP, app),
            SelectChoice(CODES, codes),
            *([SelectChoice(REMOVE, message("accounts.factor.remove"))] if factors.any else []),
        ]


class CodeForm(BaseForm):
    """Type a code of the app or the sheet."""

    code = StringField(
        message("accounts.field.code"),
        [DataRequired(), Length(max=_LONGEST)],
        render_kw={"autocomplete": "one-time-code", "hint": message("accounts.hint.code")},
    )


class AppForm(CodeForm, KeyedForm):
    """Type the first code of an app that is being set up."""

    code = StringField(
        message("accounts.field.app_code"),
        [DataRequired(), Length(max=_LONGEST)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
