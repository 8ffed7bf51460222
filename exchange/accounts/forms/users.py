"""Inviting a person, taking them up again, and finding them in the list."""

from typing import Final
from uuid import UUID

from wtforms import EmailField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.accounts.enums import AccountState
from exchange.accounts.queries import UserFilter
from exchange.core.messages import label, message
from exchange.core.permissions import Role
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm
from exchange.web.questions import QuestionForm

#: The state of every account, be it ended or not.
_EVERY: Final = "all"


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


class ReturnForm(InviteForm):
    """Take an ended account up again: its address stays, the rest is chosen anew."""

    email = None


class UsersForm(QuestionForm):
    """Whom the list shows; what is empty narrows nothing."""

    q = SearchField(message("accounts.field.search"), [Length(max=200)])
    role = SelectField(
        message("accounts.field.role"),
        choices=[
            SelectChoice("", message("accounts.choice.every_role")),
            *enum_choices(Role, label=label),
        ],
        default="",
    )
    state = SelectField(
        message("accounts.users.state"),
        choices=[
            SelectChoice("", message("accounts.choice.going_on")),
            SelectChoice(_EVERY, message("accounts.choice.every_state")),
            *enum_choices(AccountState, label=label),
        ],
        default="",
    )
    school_id = SelectField(message("accounts.field.school"), default="")

    def wanted(self, issuer: str | None) -> UserFilter:
        """Return what was asked for, of a form that was found in order."""
        state = self.state.data
        return UserFilter(
            text=self.q.data or None,
            role=Role(self.role.data) if self.role.data else None,
            state=AccountState(state) if state and state != _EVERY else None,
            with_ended=state == _EVERY,
            school_id=UUID(self.school_id.data) if self.school_id.data else None,
            issuer=issuer,
        )

    @property
    def hides_ended(self) -> bool:
        """Say whether it is the list's own choice that ended accounts do not show."""
        return not self.state.data
