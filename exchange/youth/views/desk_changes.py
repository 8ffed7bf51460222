"""What a school changes of its pupils, and pupils who come and go."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.forms.changes import (
    ArrivalForm,
    ChangeForm,
    RequestAnswerForm,
    change_values,
)
from exchange.youth.models import ChangeRequest
from exchange.youth.queries.changes import move_for, moves_page, states_of_pupil
from exchange.youth.queries.eligibility import check_of
from exchange.youth.queries.messages import schools_to_write_to
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.changes import grade_needs_yes, needs_yes
from exchange.youth.rules.registrations import is_correctable
from exchange.youth.services.changing import change_registration
from exchange.youth.services.moving import answer_move, ask_move
from exchange.youth.views.desk import blueprint, own_school_id


@blueprint.get("/registrations/<uuid:key>/change")
@requires("desk:register")
@shows(Purpose.ANSWER, "registration")
def change(key: UUID) -> Response:
    """Show the form to change one of the school's registrations; go back where that is over."""
    row = registration_for(session(), signed_in(), key)
    if not is_correctable(row.edition.state, row.state):
        return redirect(url_for("desk.registration", key=key))
    return _change_page(key, ChangeForm(data=change_values(row)))


@blueprint.post("/registrations/<uuid:key>/change")
@requires("desk:register")
def change_now(key: UUID) -> Response:
    """Change small things at once; ask the division for what needs its yes."""
    form = ChangeForm()
    asked: list[ChangeRequest | None] = []
    if status := refused(form, lambda: asked.append(_change(key, form))):
        return _change_page(key, form, status=status)
    flash(message("youth.change.flash.asked" if asked[0] else "youth.change.flash.changed"))
    return redirect(url_for("desk.registration", key=key))


@blueprint.get("/moves/")
@requires("desk:read")
@shows(Purpose.ANSWER)
def moves() -> Response:
    """List pupils who came, and those who went."""
    return _moves_page(ArrivalForm())


@blueprint.post("/moves/")
@requires("desk:register")
def ask() -> Response:
    """Ask for a pupil who has come from another school."""
    form = ArrivalForm().offer(schools_to_write_to(session()))
    if status := refused(form, lambda: _ask(form)):
        return _moves_page(form, status=status)
    flash(message("youth.move.flash.asked"))
    return redirect(url_for("desk.moves"))


@blueprint.get("/moves/<uuid:key>/")
@requires("desk:register")
@shows(Purpose.ANSWER, "school_move")
def leaving_pupil(key: UUID) -> Response:
    """Show a pupil whom another school asks for."""
    return _move_page(key)


@blueprint.post("/moves/<uuid:key>/")
@requires("desk:register")
def let_go(key: UUID) -> Response:
    """Let a pupil go to the new school, or not."""
    form = RequestAnswerForm()
    if status := refused(form, lambda: _answer(key, form)):
        return _move_page(key, form, status=status)
    flash(message("youth.change.flash.answered"))
    return redirect(url_for("desk.moves"))


def _change(key: UUID, form: ChangeForm) -> ChangeRequest | None:
    return change_registration(
        session(),
        actor=signed_in(),
        registration_id=key,
        details=form.details,
        version=form.row_version,
    )


def _ask(form: ArrivalForm) -> None:
    ask_move(session(), actor=signed_in(), arrival=form.arrival, key=form.row_key)


def _answer(key: UUID, form: RequestAnswerForm) -> None:
    answer_move(session(), actor=signed_in(), move_id=key, answer=form.given)


def _change_page(key: UUID, form: ChangeForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    found = check_of(session(), row.id, Requirement.GRADE) is not None
    return render(
        "desk/change.html",
        status=status,
        registration=row,
        form=form,
        asks=needs_yes(states_of_pupil(session(), row.pupil_id)),
        asks_grade=grade_needs_yes(row.state, found=found),
    )


def _moves_page(form: ArrivalForm, *, status: int = 200) -> Response:
    schools = [each for each in schools_to_write_to(session()) if each.id != own_school_id()]
    page = moves_page(session(), signed_in(), cursor=request.args.get("cursor"))
    own = own_school_id()
    return render("desk/moves.html", status=status, page=page, own=own, form=form.offer(schools))


def _move_page(key: UUID, form: RequestAnswerForm | None = None, *, status: int = 200) -> Response:
    row = move_for(session(), signed_in(), key)
    form = form or RequestAnswerForm(data={"version": row.version})
    return render("desk/move.html", status=status, row=row, form=form)
