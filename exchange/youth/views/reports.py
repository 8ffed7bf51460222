"""A pupil's report: at the school's desk, and with the division, which answers it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.attachments.views import read_answer
from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.fields import opened
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.reports import ReportSource
from exchange.youth.forms.reports import AnswerForm, ReportForm, answer_values
from exchange.youth.queries.registrations import registration_for
from exchange.youth.queries.reports import file_of, report_file, report_of
from exchange.youth.rules.reports import can_hand_in
from exchange.youth.services.reporting import answer_report, hand_in_report
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.room import blueprint


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page of a pupil's report, drawn for the school or for the division."""

    room: str
    answers: bool

    def address(self, page: str, **values: object) -> str:
        """Return the address of a page in this room."""
        return url_for(f"{self.room}.{page}", **values)  # type: ignore[arg-type]

    def show(
        self,
        key: UUID,
        form: ReportForm | None = None,
        *,
        answering: AnswerForm | None = None,
        status: int = 200,
    ) -> Response:
        """Draw the page with the report as it stands."""
        row = registration_for(session(), signed_in(), key)
        report = report_of(session(), key)
        if form is None:
            data = opened(report) if report else {"source": ReportSource.SCHOOL.value}
            form = ReportForm(formdata=None, data=data)
        if answering is None and report is not None and self.answers:
            answering = AnswerForm(formdata=None, data=answer_values(report))
        return render(
            "youth/report.html",
            status=status,
            registration=row,
            report=report,
            file=file_of(session(), report) if report else None,
            form=form,
            answering=answering,
            page=self,
            may_hand_in=can_hand_in(row.state, report),
        )

    def hand_in(self, key: UUID) -> Response:
        """Keep the report, and come back to it."""
        who, form = signed_in(), ReportForm()
        status = refused(
            form,
            lambda: hand_in_report(
                session(),
                actor=who,
                registration_id=key,
                details=form.details(),
                version=form.row_version,
            ),
        )
        if status:
            return self.show(key, form, status=status)
        flash(message("youth.report.flash.handed_in"))
        return redirect(self.address("report", key=key))

    def file(self, key: UUID) -> Response:
        """Send the report's file to who may see the pupil."""
        return read_answer(report_file(session(), signed_in(), key))


_OURS: Final = ReportPage("youth", answers=True)
_SCHOOLS: Final = ReportPage("desk", answers=False)


@desk.get("/registrations/<uuid:key>/report")
@requires("desk:read")
@shows(Purpose.RESULTS, "registration")
def report(key: UUID) -> Response:
    """Show the report of one of the school's pupils."""
    return _SCHOOLS.show(key)


@desk.post("/registrations/<uuid:key>/report")
@requires("desk:register")
def hand_in(key: UUID) -> Response:
    """Hand in the report of one of the school's pupils."""
    return _SCHOOLS.hand_in(key)


@desk.get("/registrations/<uuid:key>/report/file", endpoint="report_file")
@requires("desk:read")
def own_report_file(key: UUID) -> Response:
    """Send the file of a report of one of the school's pupils."""
    return _SCHOOLS.file(key)


@blueprint.get("/registrations/<uuid:key>/report", endpoint="report")
@requires("registrations:read")
@shows(Purpose.RESULTS, "registration")
def pupils_report(key: UUID) -> Response:
    """Show a pupil's report to the division."""
    return _OURS.show(key)


@blueprint.post("/registrations/<uuid:key>/report", endpoint="hand_in")
@requires("registrations:decide")
def enter_report(key: UUID) -> Response:
    """Enter a report that a guardian or a school sent on paper."""
    return _OURS.hand_in(key)


@blueprint.get("/registrations/<uuid:key>/report/file", endpoint="report_file")
@requires("registrations:read")
def pupils_report_file(key: UUID) -> Response:
    """Send the file of a pupil's report to the division."""
    return _OURS.file(key)


@blueprint.post("/registrations/<uuid:key>/report/answer")
@requires("registrations:decide")
def answer_pupil(key: UUID) -> Response:
    """Accept a report, or return it with a sentence."""
    who, form = signed_in(), AnswerForm()
    status = refused(
        form,
        lambda: answer_report(
            session(), actor=who, registration_id=key, answer=form.said, version=form.row_version
        ),
    )
    if status:
        return _OURS.show(key, answering=form, status=status)
    flash(message("youth.report.flash.answered"))
    return redirect(url_for("youth.report", key=key))
