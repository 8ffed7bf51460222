"""Forms of inquiries: the question, the answer, and what the division does with it."""

from collections.abc import Sequence

from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from exchange.attachments.contents import LIMIT_MEGABYTES, Contents
from exchange.attachments.forms import contents_of, optional_file
from exchange.core.messages import label, message
from exchange.indicators.models import Indicator
from exchange.indicators.services.values import Report
from exchange.inquiries.enums import Way
from exchange.inquiries.services import Question
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm

_FIRST, _LAST = 2000, 2100


class _Choosing(KeyedForm):
    """A form that is about one of the indicators sections report."""

    indicator = SelectField(message("inquiries.field.indicator"), [InputRequired()])
    year = IntegerField(
        message("inquiries.field.year"),
        [InputRequired(), NumberRange(_FIRST, _LAST)],
        render_kw={"hint": message("inquiries.hint.year"), "example": "2025"},
    )

    def offer(self, indicators: Sequence[Indicator]) -> None:
        """Offer the indicators there are."""
        self.indicator.choices = [
            UNCHOSEN,
            *(SelectChoice(each.slug, each.title) for each in indicators),
        ]


class QuestionForm(_Choosing):
    """What a section is asked, how, and until when."""

    section = StringField(
        message("inquiries.field.section"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("inquiries.hint.section")},
    )
    way = SelectField(
        message("inquiries.field.way"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Way, label=label)],
        render_kw={"hint": message("inquiries.hint.way")},
    )
    mail = StringField(
        message("inquiries.field.mail"),
        [
            Optional(),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=message("inquiries.error.mail")),
            Length(max=254),
        ],
        render_kw={"hint": message("inquiries.hint.mail")},
    )
    due = DateField(message("inquiries.field.due"), [InputRequired()])
    words = TextAreaField(message("inquiries.field.words"), [Length(max=1000)])

    def question(self) -> Question:
        """Return what was typed; call it after `validate`."""
        way = Way(self.way.data)
        return Question(
            year=self.year.data,
            section=self.section.data,
            way=way,
            mail=(self.mail.data or "") if way is Way.LINK else "",
            due=self.due.data,
            words=self.words.data or "",
        )


class AnswerForm(BaseForm):
    """A value, the document it stands in, with its file where there is one, and a note."""

    value = DecimalField(
        message("inquiries.field.value"),
        [InputRequired(message("inquiries.error.no_value"))],
        places=None,
    )
    source = StringField(
        message("inquiries.field.source"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("inquiries.hint.source")},
    )
    note = TextAreaField(
        message("inquiries.field.note"),
        [Length(max=2000)],
        render_kw={"hint": message("inquiries.hint.note")},
    )

    file = optional_file(
        message("inquiries.field.file"), message("inquiries.hint.file", limit=LIMIT_MEGABYTES)
    )

    def contents(self) -> Contents | None:
        """Return what the sent file holds, None without one; raises DomainError on `file`."""
        return contents_of(self.file)

    def report(self, section: str = "") -> Report:
        """Return what was typed; call it after `validate`."""
        return Report(
            value=self.value.data,
            source=self.source.data,
            note=self.note.data or "",
            section=section,
        )


class RecordForm(_Choosing, AnswerForm):
    """A value the division writes down itself, and why where it corrects one."""

    section = StringField(message("inquiries.field.section"), [DataRequired(), Length(max=200)])
    reason = StringField(
        message("inquiries.field.correction"),
        [Length(max=1000)],
        render_kw={"hint": message("inquiries.hint.correction")},
    )


class ReasonForm(BaseForm):
    """Why a value is given back, or an inquiry given up."""

    reason = StringField(message("inquiries.field.reason"), [DataRequired(), Length(max=1000)])
