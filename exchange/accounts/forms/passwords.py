"""Choosing a password."""

from wtforms import EmailField, Field, PasswordField, ValidationError
from wtforms.validators import InputRequired, Length

from exchange.accounts.rules import LONGEST_PASSWORD, PASSWORD_LENGTH
from exchange.core.messages import message
from exchange.web.forms import BaseForm


class PasswordForm(BaseForm):
    """Set a password by an invitation."""

    password = PasswordField(
        message("accounts.field.new_password"),
        [InputRequired(), Length(min=PASSWORD_LENGTH, max=LONGEST_PASSWORD)],
        render_kw={
            "autocomplete": "new-password",
            "hint": message("accounts.hint.password", length=PASSWORD_LENGTH),
        },
    )
    repeated = PasswordField(
        message("accounts.field.repeat_password"),
        [InputRequired()],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_repeated(self, field: Field) -> None:
        """Refuse two passwords that differ."""
        if field.data != self.password.data:
            raise ValidationError(message("accounts.error.repeat_differs"))


class ChangePasswordForm(PasswordForm):
    """Change one's own password."""

    current = PasswordField(
        message("accounts.field.current_password"),
        [InputRequired(), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_password(self, field: Field) -> None:
        """Refuse the password that is to be changed."""
        if field.data == self.current.data:
            raise ValidationError(message("accounts.error.password_same"))


class ForgottenForm(BaseForm):
    """Ask for a link to a new password."""

    email = EmailField(
        message("accounts.field.email"),
        [InputRequired(), Length(max=254)],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
