"""The division enters an application that a guardian handed in on paper, or puts it right."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.applying import PaperApplicationForm, PaperCorrectionForm
from exchange.youth.forms.registrations import pupil_values
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import registration_for
from exchange.youth.queries.schools import active_schools
from exchange.youth.rules.applying import by_guardian, is_on_paper
from exchange.youth.services.paper_applications import (
    correct_paper_application,
    enter_paper_application,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/paper-applications/new")
@requires("registrations:decide")
def new_paper_application(key: UUID) -> Response:
    """Show the guardians' form to be filled in from paper."""
    return _page(key, PaperApplicationForm())


@blueprint.post("/editions/<uuid:key>/paper-applications/new")
@requires("registrations:decide")
def add_paper_application(key: UUID) -> Response:
    """Register the child; sent twice it is one."""
    form = PaperApplicationForm().offer(active_schools(session()))
    status = refused(
        form,
        lambda: enter_paper_application(
            session(),
            actor=signed_in(),
            edition_id=key,
            school_id=form.school,
            paper=form.paper,
            key=form.row_key,
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("youth.paper.flash.entered"))
    return redirect(url_for("youth.new_paper_application", key=key))


@blueprint.get("/registrations/<uuid:key>/paper-application")
@requires("registrations:decide")
@shows(Purpose.APPLICATIONS, "registration")
def correct_paper(key: UUID) -> Response:
    """Show the form of what was sent back, to be put right with the guardian."""
    row = registration_for(session(), signed_in(), key)
    values = pupil_values(row) | {"received_on": row.paper_received_on}
    return _correct_page(key, PaperCorrectionForm(data=values))


@blueprint.post("/registrations/<uuid:key>/paper-application")
@requires("registrations:decide")
def save_paper(key: UUID) -> Response:
    """Submit it again."""
    form = PaperCorrectionForm()
    status = refused(
        form,
        lambda: correct_paper_application(
            session(),
            actor=signed_in(),
            registration_id=key,
            paper=form.paper,
            version=form.row_version,
        ),
    )
    if status:
        return _correct_page(key, form, status=status)
    flash(message("youth.flash.corrected"))
    return redirect(url_for("youth.registration", key=key))


def _page(key: UUID, form: PaperApplicationForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    if not by_guardian(edition.registering):
        raise NotFoundError
    form.offer(active_schools(session()))
    return _draw(form, edition, url_for("youth.applications", key=key), status)


def _correct_page(key: UUID, form: PaperCorrectionForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    if row.state is not RegistrationState.RETURNED or not is_on_paper(row):
        raise NotFoundError
    return _draw(form, row.edition, url_for("youth.registration", key=key), status)


def _draw(form: PaperApplicationForm, edition: Edition, back: str, status: int) -> Response:
    page = {"form": form, "edition": edition, "back": back}
    return render("youth/paper_application.html", status=status, **page)
