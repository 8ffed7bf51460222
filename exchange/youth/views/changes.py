"""The division's answers to schools: changed names and birth dates, pupils who moved."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.changes import RequestState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.forms.changes import MoveForm, RequestAnswerForm
from exchange.youth.queries.changes import change_by_id, changes_page, move_for, moves_page
from exchange.youth.queries.eligibility import check_of
from exchange.youth.queries.messages import schools_to_write_to
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.changes import GRADE
from exchange.youth.services.changing import answer_change
from exchange.youth.services.moving import answer_move, move_pupil
from exchange.youth.views.room import blueprint


@blueprint.get("/changes/")
@requires("changes:answer")
@shows(Purpose.ANSWER)
def changes() -> Response:
    """List what schools ask for: those that wait, or those that were answered."""
    text = request.args.get("state", RequestState.WAITING.value)
    if text not in set(RequestState):
        raise BadRequestError(message("youth.error.unknown_state"))
    state = RequestState(text)
    who, args = signed_in(), request.args
    return render(
        "youth/changes.html",
        changes=changes_page(session(), state=state, cursor=args.get("cursor")),
        moves=moves_page(session(), who, state=state, cursor=args.get("moves")),
        state=state,
        states=list(RequestState),
    )


@blueprint.get("/changes/<uuid:key>/")
@requires("changes:answer")
@shows(Purpose.ANSWER, "change")
def change(key: UUID) -> Response:
    """Show one request, before and after."""
    return _change_page(key)


@blueprint.post("/changes/<uuid:key>/")
@requires("changes:answer")
def answer_one(key: UUID) -> Response:
    """Say yes or no to a request."""
    form = RequestAnswerForm()
    if status := refused(form, lambda: _answer_change(key, form)):
        return _change_page(key, form, status=status)
    flash(message("youth.change.flash.answered"))
    return redirect(url_for("youth.changes"))


@blueprint.get("/moves/<uuid:key>/")
@requires("changes:answer")
@shows(Purpose.ANSWER, "school_move")
def move(key: UUID) -> Response:
    """Show one pupil who is said to have moved."""
    return _move_page(key)


@blueprint.post("/moves/<uuid:key>/")
@requires("changes:answer")
def answer_one_move(key: UUID) -> Response:
    """Let a pupil be of the new school, or not."""
    form = RequestAnswerForm()
    if status := refused(form, lambda: _answer_move(key, form)):
        return _move_page(key, form, status=status)
    flash(message("youth.change.flash.answered"))
    return redirect(url_for("youth.changes"))


@blueprint.get("/registrations/<uuid:key>/move")
@requires("changes:answer")
@shows(Purpose.ANSWER, "registration")
def moving(key: UUID) -> Response:
    """Show the form to move a pupil to another school."""
    return _moving_page(key, MoveForm())


@blueprint.post("/registrations/<uuid:key>/move")
@requires("changes:answer")
def move_now(key: UUID) -> Response:
    """Move a pupil to another school."""
    form = MoveForm().offer(schools_to_write_to(session()))
    if status := refused(form, lambda: _move(key, form)):
        return _moving_page(key, form, status=status)
    flash(message("youth.move.flash.moved"))
    return redirect(url_for("youth.registration", key=key))


def _answer_change(key: UUID, form: RequestAnswerForm) -> None:
    answer_change(session(), actor=signed_in(), request_id=key, answer=form.given)


def _answer_move(key: UUID, form: RequestAnswerForm) -> None:
    answer_move(session(), actor=signed_in(), move_id=key, answer=form.given)


def _move(key: UUID, form: MoveForm) -> None:
    move_pupil(
        session(),
        actor=signed_in(),
        registration_id=key,
        to_school_id=UUID(form.school_id.data),
        reason=form.reason.data,
    )


def _change_page(
    key: UUID, form: RequestAnswerForm | None = None, *, status: int = 200
) -> Response:
    row = change_by_id(session(), key)
    form = form or RequestAnswerForm(data={"version": row.version})
    found = check_of(session(), row.registration_id, Requirement.GRADE)
    return render(
        "youth/change.html",
        status=status,
        row=row,
        form=form,
        found=found if GRADE in row.after else None,
    )


def _move_page(key: UUID, form: RequestAnswerForm | None = None, *, status: int = 200) -> Response:
    row = move_for(session(), signed_in(), key)
    form = form or RequestAnswerForm(data={"version": row.version})
    return render("youth/move.html", status=status, row=row, form=form)


def _moving_page(key: UUID, form: MoveForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    form = form.offer(schools_to_write_to(session()))
    return render("youth/moving.html", status=status, registration=row, form=form)
