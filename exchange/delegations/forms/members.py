"""Forms of a visit's members."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import Length

from exchange.core.messages import label, message
from exchange.delegations.enums import MemberRole
from exchange.delegations.forms.visits import typed_text_or_none
from exchange.delegations.models import VisitMember
from exchange.delegations.services.members import Membership, membership_of, stated
from exchange.people.forms import NameFields
from exchange.web.forms import BaseForm, KeyedForm


class MembershipFields:
    """What a person is in a visit."""

    role = SelectField(
        message("delegations.field.role"),
        choices=enum_choices(MemberRole, label=label),
        default=MemberRole.MEMBER.value,
    )
    title = StringField(
        message("delegations.field.member_title"),
        [Length(max=200)],
        render_kw={"hint": message("delegations.hint.member_title")},
    )
    title_en = StringField(message("delegations.field.member_title_en"), [Length(max=200)])
    title_zh_hant = StringField(
        message("delegations.field.member_title_zh_hant"), [Length(max=200)]
    )
    diet = StringField(
        message("delegations.field.diet"),
        [Length(max=200)],
        render_kw={"hint": message("delegations.hint.diet")},
    )
    mobility = StringField(message("delegations.field.mobility"), [Length(max=200)])
    companion_of = SelectField(message("delegations.field.companion_of"), choices=(), default="")

    def offer_companions(self, members: Sequence[VisitMember]) -> Self:
        """Offer the members somebody can accompany."""
        self.companion_of.choices = [
            SelectChoice("", message("delegations.choice.nobody")),
            *(SelectChoice(str(each.id), each.person.name.written) for each in members),
        ]
        return self


class MemberForm(MembershipFields, KeyedForm):
    """Correct what a person is in a visit, or add somebody who is known already."""


class NewMemberForm(NameFields, MembershipFields, KeyedForm):
    """Add somebody who is not known yet."""


def typed_membership(form: BaseForm) -> Membership:
    """Return what was typed into MembershipFields; call it after `validate`."""
    return Membership(
        role=MemberRole(form["role"].data),
        title=typed_text_or_none(form, "title"),
        diet=form["diet"].data or "",
        mobility=form["mobility"].data or "",
        companion_of_id=UUID(form["companion_of"].data) if form["companion_of"].data else None,
    )


def member_form(member: VisitMember) -> MemberForm:
    """Open the form on a member as they are."""
    return MemberForm(data={**stated(membership_of(member)), "version": member.version})
