"""Sessions around a journey: the list with the attendance grid, and one session's form."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.fields import opened
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.forms.sessions import AttendanceForm, SessionForm
from exchange.youth.models import Edition, OrientationSession
from exchange.youth.queries.eligibility import atoms_of, training_checks
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.sessions import (
    expected_page,
    marks_of,
    session_for,
    sessions_of_edition,
)
from exchange.youth.rules.sessions import tally, training_so_far
from exchange.youth.services.sessions import (
    call_off_session,
    change_session,
    mark_attendance,
    plan_session,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/sessions")
@requires("registrations:read")
@shows(Purpose.PREPARATION, "edition")
def sessions(key: UUID) -> Response:
    """Show an edition's sessions, and who was there."""
    return _grid(key, AttendanceForm())


@blueprint.post("/editions/<uuid:key>/attendance")
@requires("registrations:decide")
def attend(key: UUID) -> Response:
    """Keep the whole grid at once."""
    form = AttendanceForm()
    if not form.validate():
        return _grid(key, form, status=422)
    try:
        changed = mark_attendance(
            session(), actor=signed_in(), edition_id=key, markings=form.markings
        )
    except DomainError as error:
        form.show(error)
        return _grid(key, form, status=error.status)
    flash(message("youth.session.flash.marked", count=changed))
    cursor = request.args.get("cursor")
    return redirect(url_for("youth.sessions", key=key, cursor=cursor))


@blueprint.get("/editions/<uuid:key>/sessions/new")
@requires("editions:edit")
def new_session(key: UUID) -> Response:
    """Show the form for a session."""
    return _form_page(edition_for(session(), signed_in(), key), SessionForm())


@blueprint.post("/editions/<uuid:key>/sessions/new")
@requires("editions:edit")
def add_session(key: UUID) -> Response:
    """Plan a session; sent twice it is one."""
    who, form = signed_in(), SessionForm()
    status = refused(
        form,
        lambda: plan_session(
            session(), actor=who, edition_id=key, details=form.details, key=form.row_key
        ),
    )
    if status:
        return _form_page(edition_for(session(), who, key), form, status=status)
    flash(message("youth.session.flash.planned"))
    return redirect(url_for("youth.sessions", key=key))


@blueprint.get("/sessions/<uuid:key>/edit")
@requires("editions:edit")
def edit_session(key: UUID) -> Response:
    """Show a session's form."""
    row = session_for(session(), signed_in(), key)
    return _form_page(row.edition, SessionForm(data=opened(row)), row)


@blueprint.post("/sessions/<uuid:key>/edit")
@requires("editions:edit")
def save_session(key: UUID) -> Response:
    """Change a session."""
    who, form = signed_in(), SessionForm()
    row = session_for(session(), who, key)
    edition = row.edition
    status = refused(
        form,
        lambda: change_session(
            session(), actor=who, session_id=key, details=form.details, version=form.row_version
        ),
    )
    if status:
        return _form_page(edition, form, row, status=status)
    flash(message("youth.session.flash.changed"))
    return redirect(url_for("youth.sessions", key=edition.id))


@blueprint.post("/sessions/<uuid:key>/end")
@requires("editions:edit")
def end_session(key: UUID) -> Response:
    """Call a session off."""
    form = ActionForm.checked()
    row = call_off_session(session(), actor=signed_in(), session_id=key, version=form.row_version)
    flash(message("youth.session.flash.called_off"))
    return redirect(url_for("youth.sessions", key=row.edition_id))


def _grid(key: UUID, form: AttendanceForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    rows = sessions_of_edition(session(), key)
    held = [row for row in rows if row.ended_at is None and row.day <= clock.today()]
    cursor = request.args.get("cursor")
    page = expected_page(session(), key, cursor=cursor)
    marks = marks_of(session(), key, [row.id for row in page.rows])
    trainings = [row.id for row in held if row.kind is SessionKind.TRAINING]
    checks = training_checks(session(), key)
    asked = any(atom.kind is Requirement.ALL_TRAINING for atom in atoms_of(session(), key))
    return render(
        "youth/sessions.html",
        status=status,
        edition=edition,
        sessions=rows,
        held=held,
        page=page,
        cursor=cursor,
        marks=marks,
        shown={**marks, **form.typed},
        tallies={row.id: tally(row.id, [one.id for one in held], marks) for row in page.rows},
        training={
            row.id: training_so_far(row.id, trainings, marks, checked=checks.get(row.id))
            for row in page.rows
        }
        if asked
        else None,
        checks=checks,
        form=form,
        choices=list(AttendanceMark),
    )


def _form_page(
    edition: Edition,
    form: SessionForm,
    row: OrientationSession | None = None,
    *,
    status: int = 200,
) -> Response:
    return render("youth/session_form.html", status=status, edition=edition, form=form, meeting=row)
