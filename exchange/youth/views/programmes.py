"""Programmes: the room's first page, the list, one, a new one, a changed one."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import EditionState
from exchange.youth.forms.programmes import ProgrammeForm, programme_values
from exchange.youth.models import Programme
from exchange.youth.queries.overview import edition_rows, public_editions
from exchange.youth.queries.programmes import (
    editions_page,
    partner_choices,
    programme_for,
    programmes_page,
)
from exchange.youth.services import change_programme, create_programme
from exchange.youth.views.room import blueprint

#: Who works in the division, and the division as the city writes it.
_OF_DIVISION: Final = frozenset({Role.COORDINATOR, Role.MANAGER})
_DIVISION: Final = "国際課"


@blueprint.get("/")
@public
def index() -> Response:
    """Show what schools can register for, to anyone; all editions to staff."""
    who = actor()
    now = clock.now()
    open_now = public_editions(session(), now)
    if who is None or not who.may("editions:read"):
        return render("youth/public.html", editions=open_now)
    state = _state(request.args.get("state"))
    page = editions_page(session(), who, state=state, cursor=request.args.get("cursor"))
    rows = edition_rows(session(), page.rows, now)
    return render("youth/index.html", page=page, rows=rows, state=state, states=list(EditionState))


@blueprint.get("/programmes/")
@requires("editions:read")
def programmes() -> Response:
    """List the programmes."""
    page = programmes_page(session(), signed_in(), cursor=request.args.get("cursor"))
    return render("youth/programmes.html", page=page)


@blueprint.get("/programmes/new")
@requires("programmes:edit")
def new_programme() -> Response:
    """Show the form for a programme."""
    return _form_page(ProgrammeForm())


@blueprint.post("/programmes/new")
@requires("programmes:edit")
def add_programme() -> Response:
    """Create a programme."""
    form = _with_choices(ProgrammeForm())
    who = signed_in()
    status = refused(
        form,
        lambda: create_programme(session(), actor=who, details=form.details, key=form.row_key),
    )
    if status:
        return _form_page(form, status=status)
    flash(message("youth.flash.programme_created"))
    return redirect(url_for("youth.programme", key=form.row_key))


@blueprint.get("/programmes/<uuid:key>/")
@requires("editions:read")
def programme(key: UUID) -> Response:
    """Show a programme and its editions."""
    who = signed_in()
    row = programme_for(session(), who, key)
    page = editions_page(session(), who, programme_id=row.id, cursor=request.args.get("cursor"))
    rows = edition_rows(session(), page.rows, clock.now())
    return render("youth/programme.html", programme=row, page=page, rows=rows)


@blueprint.get("/programmes/<uuid:key>/edit")
@requires("programmes:edit")
def edit_programme(key: UUID) -> Response:
    """Show the form of a programme."""
    row = programme_for(session(), signed_in(), key)
    return _form_page(ProgrammeForm(data=programme_values(row)), row)


@blueprint.post("/programmes/<uuid:key>/edit")
@requires("programmes:edit")
def save_programme(key: UUID) -> Response:
    """Change a programme."""
    who, form = signed_in(), _with_choices(ProgrammeForm())
    status = refused(
        form,
        lambda: change_programme(
            session(),
            actor=who,
            programme_id=key,
            details=form.details,
            version=form.row_version,
        ),
    )
    if status:
        return _form_page(form, programme_for(session(), who, key), status=status)
    flash(message("youth.flash.programme_changed"))
    return redirect(url_for("youth.programme", key=key))


def _form_page(
    form: ProgrammeForm, programme: Programme | None = None, *, status: int = 200
) -> Response:
    who = signed_in()
    if programme is None and not form.is_submitted():
        form.section.data = who.section or (_DIVISION if who.role in _OF_DIVISION else "")
    page = {"form": _with_choices(form), "programme": programme}
    return render("youth/programme_form.html", status=status, **page)


def _with_choices(form: ProgrammeForm) -> ProgrammeForm:
    form.partner_id.choices = [
        SelectChoice("", message("youth.choice.no_partner")),
        *(SelectChoice(str(row.id), row.names) for row in partner_choices(session())),
    ]
    return form


def _state(text: str | None) -> EditionState | None:
    if not text:
        return None
    if text not in set(EditionState):
        raise BadRequestError(message("youth.error.unknown_state"))
    return EditionState(text)
