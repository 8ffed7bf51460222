"""Forms of accounts."""

from wtforms import (
    EmailField,
    Field,
    PasswordField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.accounts.rules import LONGEST_PASSWORD, PASSWORD_LENGTH
from exchange.core.messages import label, message
from exchange.core.permissions import Role
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


class InviteForm(BaseForm):
    """Invite a person: address, name, role, and the school of a school's account."""

    email = EmailField(
        message("accounts.field.email"),
        [InputRequired(), Length(max=254)],
        render_kw={"maxlength": 254},
    )
    name = StringField(message("accounts.field.name"), [DataRequired(), Length(max=200)])
    role = SelectField(message("accounts.field.role"), choices=enum_choices(Role, label=label))
    school_id = SelectField(
        message("accounts.field.school"),
        default="",
        render_kw={"hint": message("accounts.hint.school")},
    )
    section = StringField(
        message("accounts.field.section"),
        [Length(max=200)],
        render_kw={"hint": message("accounts.hint.section")},
    )
