"""Inviting a person."""

from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import label, message
from exchange.core.permissions import Role
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm


class InviteForm(BaseForm):
    """Invite a person: address, name, role, and the school of a school's account."""

    email = EmailField(
        message("accounts.field.email"),
        [InputRequired(), Length(max=254)],
        render_kw={"maxlength": 254},
    )
    name = StringField(message("accounts.field.name"), [DataRequired(), Length(max=200)])
    role = SelectField(
        message("accounts.field.role"),
        [InputRequired()],
        choices=(UNCHOSEN, *enum_choices(Role, label=label)),
    )
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
