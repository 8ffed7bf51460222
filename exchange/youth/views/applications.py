"""Applications of guardians that stand alone: the division's list, one of them, its answer."""

from datetime import date
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import Message, message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.queries.applications import (
    application_to_answer,
    applications_page,
    waiting_applications,
)
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.applying import stands_alone
from exchange.youth.rules.registrations import ANEW
from exchange.youth.services.admitting import (
    beside_now,
    join_application,
    refuse_application,
    take_application,
)
from exchange.youth.services.written import answers_of
from exchange.youth.views.room import blueprint
from exchange.youth.views.secrets import keyring


@blueprint.get("/editions/<uuid:key>/applications/")
@requires("registrations:decide")
@shows(Purpose.APPLICATIONS, "edition")
def applications(key: UUID) -> Response:
    """List what guardians sent and no registration was made of, or what became of it."""
    edition = edition_for(session(), signed_in(), key)
    answered = request.args.get("answered") == "1"
    page = applications_page(
        session(), edition, answered=answered, cursor=request.args.get("cursor")
    )
    return render(
        "youth/applications.html",
        edition=edition,
        page=page,
        answered=answered,
        waiting=waiting_applications(session(), edition.id),
        written={row.id: answers_of(row, keyring()) for row in page.rows},
    )


@blueprint.get("/applications/<uuid:key>/")
@requires("registrations:decide")
@shows(Purpose.APPLICATIONS, "application")
def application(key: UUID) -> Response:
    """Show what a guardian wrote beside the registration it may be of."""
    return _page(key)


@blueprint.post("/applications/<uuid:key>/join")
@requires("registrations:decide")
def join(key: UUID) -> Response:
    """Let the guardian hold the registration that is there."""
    form = ActionForm()
    status = refused(
        form,
        lambda: join_application(
            session(),
            actor=signed_in(),
            application_id=key,
            ring=keyring(),
            version=form.row_version,
        ),
    )
    return _answered(key, form, status, message("youth.apply.flash.joined"))


@blueprint.post("/applications/<uuid:key>/take")
@requires("registrations:decide")
def take(key: UUID) -> Response:
    """Register the child as a pupil of the named school."""
    form = ActionForm()
    status = refused(
        form,
        lambda: take_application(
            session(),
            actor=signed_in(),
            application_id=key,
            ring=keyring(),
            version=form.row_version,
        ),
    )
    return _answered(key, form, status, message("youth.apply.flash.taken"))


@blueprint.post("/applications/<uuid:key>/refuse")
@requires("registrations:decide")
def refuse(key: UUID) -> Response:
    """End the application, with the reason."""
    form = ReasonForm()
    status = refused(
        form,
        lambda: refuse_application(
            session(),
            actor=signed_in(),
            application_id=key,
            reason=form.reason.data,
            version=form.row_version,
        ),
    )
    return _answered(key, form, status, message("youth.apply.flash.refused"))


def _answered(key: UUID, form: ActionForm | ReasonForm, status: int, done: Message) -> Response:
    if status:
        return _page(key, form, status=status)
    row = application_to_answer(session(), key)
    flash(done)
    return redirect(url_for("youth.applications", key=row.edition_id))


def _page(key: UUID, form: ActionForm | ReasonForm | None = None, *, status: int = 200) -> Response:
    row, who = application_to_answer(session(), key), signed_in()
    edition = edition_for(session(), who, row.edition_id)
    there = beside_now(session(), edition, row, keyring())
    written = answers_of(row, keyring())
    reasoned = form if isinstance(form, ReasonForm) else ReasonForm(data={"version": row.version})
    return render(
        "youth/application.html",
        status=status,
        row=row,
        edition=edition,
        written=written,
        born=date.fromisoformat(written["birth_date"]) if written else None,
        form=reasoned,
        act_form=form if isinstance(form, ActionForm) else ActionForm(),
        alone=stands_alone(row),
        beside=registration_for(session(), who, there.id) if there else None,
        joinable=there is not None and there.state not in ANEW,
    )
