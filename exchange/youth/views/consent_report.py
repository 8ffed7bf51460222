"""The pupil's report on the guardian's page: handed in by the own link after the journey."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.keeping import form_has_come
from exchange.attachments.views import file_answer
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import public
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.reports import GuardianReportForm, PublicationForm, guardian_values
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.reports import file_of, report_file, report_of
from exchange.youth.rules.reports import can_hand_in
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.reporting import hand_in_report, say_publication
from exchange.youth.views.consent_gate import blueprint, opened


@blueprint.get("/<token>/report")
@public
def report(token: str) -> Response:
    """Show what was handed in and what became of it; ask for it while it is open."""
    return _page(token, _completed(token))


@blueprint.post("/<token>/report")
@public
def hand_in(token: str) -> Response:
    """Hand in the pupil's report."""
    asked, form = _completed(token), GuardianReportForm()
    key = asked.registration_id
    status = refused(
        form,
        lambda: hand_in_report(
            session(),
            actor=GUARDIAN,
            registration_id=key,
            details=form.details(),
            version=form.row_version,
        ),
    )
    if status:
        return _page(token, _completed(token), form, status=status)
    form_has_come(asked.link_id)
    flash(message("youth.report.flash.received"))
    return redirect(url_for("consent.report", token=token))


@blueprint.post("/<token>/report/publication")
@public
def publication(token: str) -> Response:
    """Let the report be published, or take that back, at any time."""
    asked, form = _completed(token), PublicationForm()
    key = asked.registration_id
    status = refused(
        form,
        lambda: say_publication(
            session(), actor=GUARDIAN, registration_id=key, may_publish=form.says_yes
        ),
    )
    if status:
        return _page(token, _completed(token), saying=form, status=status)
    form_has_come(asked.link_id)
    flash(message("youth.report.flash.said"))
    return redirect(url_for("consent.report", token=token))


@blueprint.get("/<token>/report/file")
@public
def own_file(token: str) -> Response:
    """Send the file that was handed in."""
    found = report_file(session(), GUARDIAN, _completed(token).registration_id)
    return file_answer(found, as_attachment=True)


def _completed(token: str) -> ConsentRequest:
    """Return what an opened link is about, once the pupil has taken part; NotFoundError before."""
    asked = opened(token)
    if asked.registration.state is not RegistrationState.COMPLETED:
        raise NotFoundError(message("youth.report.error.not_yet"))
    return asked


def _page(
    token: str,
    asked: ConsentRequest,
    form: GuardianReportForm | None = None,
    *,
    saying: PublicationForm | None = None,
    status: int = 200,
) -> Response:
    found = report_of(session(), asked.registration_id)
    values = guardian_values(found)
    return render(
        "consent/report.html",
        status=status,
        token=token,
        registration=asked.registration,
        report=found,
        file=file_of(session(), found) if found else None,
        may_hand_in=can_hand_in(asked.registration.state, found),
        form=form or GuardianReportForm(formdata=None, data=values),
        saying=saying or PublicationForm(formdata=None, data=values),
    )
