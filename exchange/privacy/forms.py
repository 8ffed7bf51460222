"""The forms of erasing."""

from collections.abc import Callable
from typing import Self

from wtforms import (
    DateField,
    Field,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.erasures import Person
from exchange.core.errors import DomainError
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import label, message
from exchange.privacy.enums import Disposal, DisposalMeans, Standing
from exchange.privacy.rules import ensure_named, ensure_nameless
from exchange.privacy.services.disclosing import Request
from exchange.privacy.services.disposing import Deed
from exchange.web.forms import BaseForm
from exchange.web.questions import QuestionForm
from exchange.youth.models import Pupil


class FindForm(BaseForm):
    """Whom somebody looks for."""

    q = SearchField(message("privacy.field.name"), [Length(max=100)])


class ErasureForm(BaseForm):
    """Why a pupil is erased, and the name typed once more."""

    reason = TextAreaField(
        message("privacy.field.reason"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("privacy.hint.reason")},
    )
    typed = StringField(
        message("privacy.field.typed"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("privacy.hint.typed"), "autocomplete": "off"},
    )

    @classmethod
    def about(cls, pupil: Pupil, person: Person) -> Self:
        """Open it on a pupil, so that all that is wrong in it is said at once."""
        form = cls()
        form.pupil, form.person = pupil, person
        return form

    def validate_reason(self, field: Field) -> None:
        """Refuse a reason that names the pupil."""
        _ensure(lambda: ensure_nameless(field.data, self.person))

    def validate_typed(self, field: Field) -> None:
        """Refuse another name."""
        _ensure(lambda: ensure_named(field.data, self.pupil.name.written))


class CandidatesForm(QuestionForm):
    """Which official records the list shows: those nobody decided about, unless it is asked."""

    standing = SelectField(
        message("privacy.disposal.standing"),
        choices=enum_choices(Standing, label=label),
        default=Standing.OPEN.value,
    )

    def wanted(self) -> Standing:
        """Return what was asked for, of a form that was found in order."""
        return Standing(self.standing.data)


class DisposalForm(BaseForm):
    """What becomes of an official record, and why."""

    decision = RadioField(
        message("privacy.field.decision"),
        [InputRequired()],
        choices=[SelectChoice(each.value, label(each)) for each in Disposal],
    )
    reason = TextAreaField(
        message("privacy.field.reason"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("privacy.hint.disposal")},
    )


class DisposedForm(BaseForm):
    """When and how an official record was really disposed of."""

    disposed_on = DateField(message("privacy.field.disposed_on"), [InputRequired()])
    means = RadioField(
        message("privacy.field.means"),
        [InputRequired()],
        choices=enum_choices(DisposalMeans, label=label),
    )
    remark = TextAreaField(
        message("privacy.field.remark"),
        [Optional(), Length(max=500)],
        render_kw={"hint": message("privacy.hint.remark")},
    )

    def said(self) -> Deed:
        """Return what was typed; call it after `validate`."""
        return Deed(self.disposed_on.data, DisposalMeans(self.means.data), self.remark.data or "")


class CopyForm(BaseForm):
    """Who asks for a copy of what is kept, how that was made sure, and what for."""

    asker = StringField(
        message("privacy.copy.asker"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("privacy.hint.asker")},
    )
    checked = StringField(
        message("privacy.copy.checked"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("privacy.hint.checked")},
    )
    purpose = TextAreaField(message("privacy.copy.purpose"), [DataRequired(), Length(max=500)])
    language = SelectField(
        message("privacy.copy.language"),
        [InputRequired()],
        choices=[SelectChoice(tag.value, OWN_NAMES[tag]) for tag in Language],
        render_kw={"hint": message("privacy.hint.language")},
    )

    def said(self) -> Request:
        """Return what was typed; call it after `validate`."""
        return Request(self.asker.data, self.checked.data, self.purpose.data)


def _ensure(check: Callable[[], None]) -> None:
    try:
        check()
    except DomainError as error:
        raise ValidationError(error.sentence) from error
