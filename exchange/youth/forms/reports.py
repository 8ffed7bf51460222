"""Forms of a pupil's report: handed in by a guardian or at a desk, and answered."""

from typing import Any, Final

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length

from exchange.attachments.contents import LIMIT_MEGABYTES, Contents, examine_sheet
from exchange.core.messages import label, message
from exchange.web.forms import BaseForm
from exchange.youth.enums.reports import ReportSource, ReportState
from exchange.youth.models import PupilReport
from exchange.youth.rules.reports import LONGEST
from exchange.youth.services.reporting import ReportAnswer, ReportDetails

_YES: Final = "yes"
_NO: Final = "no"
#: A file is kept by this name: one as sent may spell the child's.
_NAME: Final = "report"


def _choices() -> tuple[SelectChoice, ...]:
    return (
        SelectChoice(_YES, message("youth.consent.choice.yes")),
        SelectChoice(_NO, message("youth.consent.choice.no")),
    )


class _WordsForm(BaseForm):
    """The text of a report, a file, or both."""

    text = TextAreaField(
        message("youth.report.field.text"),
        [Length(max=LONGEST)],
        render_kw={"rows": 12, "hint": message("youth.report.hint.text")},
    )
    file = FileField(
        message("youth.report.field.file"),
        render_kw={
            "hint": message("youth.report.hint.file", limit=LIMIT_MEGABYTES),
            "accept": ".pdf,.jpg,.jpeg,.png,.webp",
        },
    )

    def contents(self) -> Contents | None:
        """Return what the sent file holds, None without one; raises DomainError on `file`."""
        file: FileStorage | None = self.file.data
        return examine_sheet(_NAME, file.read()) if file is not None and file.filename else None


class GuardianReportForm(_WordsForm):
    """What a guardian hands in; publishing is asked apart, and is no unless said otherwise."""

    may_publish = RadioField(
        message("youth.report.ask.publish"), [InputRequired()], choices=_choices(), default=_NO
    )

    def details(self) -> ReportDetails:
        """Return what is handed in; raises DomainError on `file`."""
        publish = self.may_publish.data == _YES
        return ReportDetails(
            ReportSource.GUARDIAN,
            self.text.data or "",
            self.contents(),
            may_publish=publish,
            by_guardian=True,
        )


class ReportForm(_WordsForm):
    """What a school or the division enters, and who handed it in."""

    source = RadioField(
        message("youth.report.field.source"),
        [InputRequired()],
        choices=enum_choices(ReportSource, label=label),
    )
    may_publish = BooleanField(
        message("youth.report.field.may_publish"),
        render_kw={"hint": message("youth.report.hint.may_publish")},
    )

    def details(self) -> ReportDetails:
        """Return what is handed in; raises DomainError on `file`."""
        return ReportDetails(
            ReportSource(self.source.data),
            self.text.data or "",
            self.contents(),
            may_publish=bool(self.may_publish.data),
        )


class PublicationForm(BaseForm):
    """A guardian's yes or no to publishing a report, changed later."""

    may_publish = RadioField(
        message("youth.report.ask.publish"), [InputRequired()], choices=_choices()
    )

    @property
    def says_yes(self) -> bool:
        """Whether it may be published."""
        return bool(self.may_publish.data == _YES)


class AnswerForm(BaseForm):
    """Accept a report or return it, and publish it where that is allowed."""

    state = RadioField(
        message("youth.report.field.state"),
        [InputRequired()],
        choices=[
            SelectChoice(state.value, label(state))
            for state in (ReportState.ACCEPTED, ReportState.RETURNED)
        ],
    )
    answer = TextAreaField(
        message("youth.report.field.answer"),
        [Length(max=500)],
        render_kw={"rows": 3, "hint": message("youth.report.hint.answer")},
    )
    is_public = BooleanField(
        message("youth.report.field.is_public"),
        render_kw={"hint": message("youth.report.hint.is_public")},
    )

    @property
    def said(self) -> ReportAnswer:
        """What is answered."""
        return ReportAnswer(
            ReportState(self.state.data),
            self.answer.data or "",
            is_public=bool(self.is_public.data),
        )


def guardian_values(report: PupilReport | None) -> dict[str, Any]:
    """Return a report by field of the guardian's form."""
    if report is None:
        return {"may_publish": _NO}
    publish = _YES if report.may_publish else _NO
    return {"text": report.text, "may_publish": publish, "version": report.version}


def answer_values(report: PupilReport) -> dict[str, Any]:
    """Return what was answered by field; nothing is chosen before the first answer."""
    answered = report.state is not ReportState.HANDED_IN
    return {
        "version": report.version,
        "state": report.state.value if answered else None,
        "answer": report.answer,
        "is_public": report.is_public,
    }
