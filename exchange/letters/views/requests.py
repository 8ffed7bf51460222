"""The queue of translations and interpreters."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import Message, message
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.letters.enums import NEXT_REQUEST, RequestState
from exchange.letters.forms import RequestForm, request_form
from exchange.letters.queries import letter_by_id
from exchange.letters.rules import is_late
from exchange.letters.services.requests import (
    ask_language,
    change_request,
    move_request,
    request_by_id,
    requests_page,
)
from exchange.letters.views.page import blueprint, one
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_ANY: Final = tuple(RequestState)
_UNCHECKED: Final = tuple(state for state in RequestState if state is not RequestState.CHECKED)
_SHOWN: Final[dict[str, Sequence[RequestState]]] = {
    "": _UNCHECKED,
    "overdue": _UNCHECKED,
    "all": _ANY,
}
_TARGETS: Final = {state.value: state for state in RequestState}


@blueprint.get("/requests/")
@requires("letters:read")
def requests() -> Response:
    """List what is asked of translators and interpreters, the most pressing first."""
    show, today = request.args.get("show", ""), clock.today()
    page = requests_page(
        session(),
        one(_SHOWN, show),
        before=today if show == "overdue" else None,
        cursor=request.args.get("cursor"),
    )
    return render(
        "letters/requests.html",
        page=page,
        show=show,
        today=today,
        is_late=is_late,
        own_names=OWN_NAMES,
        following=NEXT_REQUEST.following,
    )


@blueprint.get("/requests/new")
@requires("letters:edit")
def new_request() -> Response:
    """Show the form of a request, for the visit or letter of the address."""
    return _page(RequestForm(), _key("visit"), _key("letter"))


@blueprint.post("/requests/new")
@requires("letters:edit")
def create_request() -> Response:
    """Ask for a translation or an interpreter."""
    visit, letter = _key("visit"), _key("letter")
    form = _offering(RequestForm(), visit)
    status = refused(
        form,
        lambda: ask_language(
            session(), actor=signed_in(), plan=form.plan(visit, letter), key=form.row_key
        ),
    )
    return _page(form, visit, letter, status=status) if status else _saved()


@blueprint.get("/requests/<uuid:key>/edit")
@requires("letters:edit")
def edit_request(key: UUID) -> Response:
    """Show the form of a request as it is."""
    row = request_by_id(session(), key)
    return _page(request_form(row), row.visit_id, row.letter_id)


@blueprint.post("/requests/<uuid:key>/edit")
@requires("letters:edit")
def revise_request(key: UUID) -> Response:
    """Change what is asked for."""
    row = request_by_id(session(), key)
    visit, letter, before = row.visit_id, row.letter_id, row.state
    form = _offering(RequestForm(), visit)
    status = refused(
        form,
        lambda: change_request(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            plan=form.plan(visit, letter),
        ),
    )
    if status:
        return _page(form, visit, letter, status=status)
    return _saved(message("letters.flash.unchecked") if row.state is not before else None)


@blueprint.post("/requests/<uuid:key>/move/<target>")
@requires("letters:edit")
def step_request(key: UUID, target: str) -> Response:
    """Say how far a request has come."""
    version = ActionForm.checked().row_version
    move_request(
        session(), actor=signed_in(), key=key, version=version, target=one(_TARGETS, target)
    )
    return _saved()


def _key(name: str) -> UUID | None:
    text = request.args.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequestError(message("letters.error.filter")) from error


def _offering(form: RequestForm, visit: UUID | None) -> RequestForm:
    return form.offer(items_of(session(), visit) if visit else ())


def _page(
    form: RequestForm, visit: UUID | None, letter: UUID | None, *, status: int = 200
) -> Response:
    _offering(form, visit)
    return render(
        "letters/request_form.html",
        status=status,
        form=form,
        visit=visit_by_id(session(), visit) if visit else None,
        letter=letter_by_id(session(), letter) if letter else None,
    )


def _saved(said: Message | None = None) -> Response:
    flash(said or message("letters.flash.request"))
    return redirect(url_for("letters.requests"))
