"""Forms of a visit and of its steps."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.database import Localized
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.delegations.enums import ApprovalClass, Direction, Level
from exchange.delegations.models import Visit
from exchange.delegations.queries.choices import Choices
from exchange.delegations.rules import Approval, Draft
from exchange.delegations.services.visits import VisitPlan, plan_of, span_of, stated
from exchange.tasks.models import Task
from exchange.tasks.rules import Span
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm

#: What a visit made from an earlier one does not take over.
_OWN: Final = {
    "starts": None,
    "ends": None,
    "fallback_starts": None,
    "fallback_ends": None,
    "celebrations": (),
}


class VisitForm(KeyedForm):
    """What a person states about a visit."""

    #: The days of a visit that has some.
    kept: Span | None = None

    direction = SelectField(
        message("delegations.field.direction"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Direction, label=label)],
    )
    title = StringField(
        message("delegations.field.title"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("delegations.hint.title")},
    )
    title_en = StringField(message("delegations.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("delegations.field.title_zh_hant"), [Length(max=200)])
    partner = SelectField(message("delegations.field.partner"), [InputRequired()])
    other_partners = SelectMultipleField(
        message("delegations.field.other_partners"), render_kw={"boxes": True}
    )
    starts = DateField(message("delegations.field.starts"), [InputRequired()])
    ends = DateField(message("delegations.field.ends"), [InputRequired()])
    level = SelectField(
        message("delegations.field.level"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Level, label=label)],
    )
    fallback_starts = DateField(message("delegations.field.fallback_starts"), [Optional()])
    fallback_ends = DateField(message("delegations.field.fallback_ends"), [Optional()])
    purpose = TextAreaField(message("delegations.field.purpose"), [Length(max=2000)])
    parties = SelectMultipleField(
        message("delegations.field.parties"),
        render_kw={"boxes": True, "hint": message("delegations.hint.parties")},
    )
    hosts = StringField(
        message("delegations.field.hosts"),
        [Length(max=500)],
        render_kw={"hint": message("delegations.hint.hosts")},
    )
    celebrations = SelectMultipleField(
        message("delegations.field.celebrations"), render_kw={"boxes": True}
    )
    measures = SelectMultipleField(message("delegations.field.measures"), render_kw={"boxes": True})
    projects = SelectMultipleField(message("delegations.field.projects"), render_kw={"boxes": True})

    @property
    def chosen(self) -> list[str]:
        """The partners that are chosen, the first one first; an unknown one is among them."""
        return list(filter(None, [self.partner.data, *(self.other_partners.data or ())]))

    def offer(self, found: Choices) -> "VisitForm":
        """Offer the partners, and what a visit with them may be tied to."""
        choices = [SelectChoice(partner.slug, partner.names) for partner in found.partners]
        self.partner.choices = [UNCHOSEN, *choices]
        self.other_partners.choices = choices
        self.parties.choices = [SelectChoice(str(each.id), each.names) for each in found.parties]
        self.celebrations.choices = [
            SelectChoice(str(each.id), each.title) for each in found.celebrations
        ]
        self.measures.choices = [SelectChoice(each.slug, each.title) for each in found.measures]
        self.projects.choices = [SelectChoice(each.slug, each.title) for each in found.projects]
        return self

    def keep_days(self, days: Span) -> "VisitForm":
        """Ask for everything but the days, which another act changes."""
        self.kept = days
        del self.starts, self.ends
        return self

    def plan(self) -> VisitPlan:
        """Return what was typed; call it after `validate`."""
        days = self.kept or Span(self.starts.data, self.ends.data)
        return VisitPlan(
            direction=Direction(self.direction.data),
            level=Level(self.level.data),
            title=typed_text(self, "title"),
            starts=days.first,
            ends=days.last,
            partners=list(dict.fromkeys(self.chosen)),
            purpose=self.purpose.data or "",
            parties=[UUID(key) for key in self.parties.data],
            hosts=self.hosts.data or "",
            fallback_starts=self.fallback_starts.data,
            fallback_ends=self.fallback_ends.data,
            celebrations=[UUID(key) for key in self.celebrations.data],
            measures=self.measures.data,
            projects=self.projects.data,
        )


class _RecordForm(BaseForm):
    """What is recorded of the paper on which a visit is decided."""

    document_number = StringField(
        message("delegations.field.document_number"),
        [Length(max=60)],
        render_kw={"example": message("delegations.example.document_number")},
    )
    approval_class = SelectField(
        message("delegations.field.approval_class"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(ApprovalClass, label=label)],
    )


class DraftForm(_RecordForm):
    """The record of a paper that is still to be decided."""

    drafted_on = DateField(message("delegations.field.drafted_on"), [InputRequired()])

    def draft(self) -> Draft:
        """Return what was typed; call it after `validate`."""
        return Draft(
            document_number=self.document_number.data or "",
            drafted_on=self.drafted_on.data,
            approval_class=ApprovalClass(self.approval_class.data),
        )


class ApprovalForm(_RecordForm):
    """The record of a decision taken on paper."""

    drafted_on = DateField(message("delegations.field.drafted_on"), [Optional()])
    approved_on = DateField(message("delegations.field.approved_on"), [InputRequired()])

    def approval(self) -> Approval:
        """Return what was typed; call it after `validate`."""
        return Approval(
            document_number=self.document_number.data or "",
            drafted_on=self.drafted_on.data,
            approved_on=self.approved_on.data,
            approval_class=ApprovalClass(self.approval_class.data),
        )


class DatesForm(BaseForm):
    """The new days of a visit."""

    starts = DateField(message("delegations.field.starts"), [InputRequired()])
    ends = DateField(message("delegations.field.ends"), [InputRequired()])

    def span(self) -> Span:
        """Return what was typed; call it after `validate`."""
        return Span(self.starts.data, self.ends.data)


class OwnerForm(BaseForm):
    """Who answers for a visit from now on."""

    owner_id = SelectField(message("delegations.show.owner"), [InputRequired()])

    def offer(self, users: Sequence[User]) -> "OwnerForm":
        """Offer the officers to choose from."""
        choices = [SelectChoice(str(user.id), user.name) for user in users]
        self.owner_id.choices = [UNCHOSEN, *choices]
        return self


class OutcomeForm(BaseForm):
    """What came of a visit."""

    outcome = TextAreaField(
        message("delegations.field.outcome"),
        [Length(max=4000)],
        render_kw={"hint": message("delegations.hint.outcome")},
    )


class ReasonForm(BaseForm):
    """Why a visit is postponed or cancelled."""

    reason = TextAreaField(message("delegations.field.reason"), [DataRequired(), Length(max=500)])


class CancelForm(ReasonForm):
    """Why a visit is cancelled, and which of its tasks are still to be done."""

    keep = SelectMultipleField(
        message("delegations.field.keep"),
        choices=[],
        render_kw={"boxes": True, "hint": message("delegations.hint.keep")},
    )
    keep_reason = StringField(message("delegations.field.keep_reason"), [Length(max=300)])

    def offer(self, tasks: Sequence[Task]) -> "CancelForm":
        """Offer the open tasks to choose from; without any there is nothing to ask."""
        self.keep.choices = [SelectChoice(str(task.id), task.title) for task in tasks]
        if not tasks:
            del self.keep, self.keep_reason
        return self

    def kept(self) -> tuple[list[UUID], str]:
        """Return what was chosen and why; call it after `validate`."""
        if self.keep is None:
            return [], ""
        return [UUID(key) for key in self.keep.data], self.keep_reason.data or ""


class PostponeForm(ReasonForm):
    """Why a visit is postponed, and to which days where they are known."""

    starts = DateField(
        message("delegations.field.new_starts"),
        [Optional()],
        render_kw={"hint": message("delegations.hint.new_days")},
    )
    ends = DateField(message("delegations.field.new_ends"), [Optional()])

    def span(self) -> Span | None:
        """Return the new days, None where they are open; DomainError for one without the other."""
        first, last = self.starts.data, self.ends.data
        if (first is None) != (last is None):
            field = "ends" if last is None else "starts"
            raise DomainError(message("delegations.error.both_days"), field=field)
        return None if first is None else Span(first, last)


def visit_form(visit: Visit) -> VisitForm:
    """Open the form on a visit as it is, loaded whole; its days are changed by moving it.

    What it offers is still to be added.
    """
    others = [partner.slug for partner in visit.partners[1:]]
    values = {**stated(plan_of(visit)), "other_partners": others, "version": visit.version}
    return VisitForm(data=values).keep_days(span_of(visit))


def recorded(visit: Visit) -> dict[str, object]:
    """Return what is recorded of a visit's paper, by the fields of its forms; no old decision."""
    return {
        "document_number": visit.document_number,
        "drafted_on": visit.drafted_on,
        "approval_class": visit.approval_class,
        "version": visit.version,
    }


def copy_form(visit: Visit) -> VisitForm:
    """Open the form of a new visit on what an earlier one was.

    Its days are to be typed, and which celebration it belongs to is to be said anew.
    """
    others = [partner.slug for partner in visit.partners[1:]]
    values = {**stated(plan_of(visit)), "other_partners": others}
    return VisitForm(formdata=None, data={**values, **_OWN})


def typed_text(form: BaseForm, name: str) -> Localized:
    """Return the text typed into a required field and its `_en` and `_zh_hant`."""
    return Localized(_typed(form, name))


def typed_text_or_none(form: BaseForm, name: str) -> Localized | None:
    """Return the text typed into a field and its `_en` and `_zh_hant`; None without the first."""
    texts = _typed(form, name)
    return Localized(texts) if texts["ja"] else None


def _typed(form: BaseForm, name: str) -> dict[str, str]:
    return {
        "ja": form[name].data or "",
        "en": form[f"{name}_en"].data or "",
        "zh-Hant": form[f"{name}_zh_hant"].data or "",
    }
