"""The end of an account, said before it is done; and taking an ended one up again."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import ReturnForm
from exchange.accounts.login import session_limits
from exchange.accounts.models import User
from exchange.accounts.queries import (
    factors_of,
    live_sessions,
    live_ways_in,
    passkeys_of,
    users_of_school,
)
from exchange.accounts.services import Return, invite, take_up
from exchange.accounts.views.done import Done
from exchange.accounts.views.page import (
    NO_SCHOOL,
    blueprint,
    found_user,
    invited_page,
    with_schools,
)
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.web.access import requires, signed_in
from exchange.web.done import note_done
from exchange.web.forms import ActionForm
from exchange.web.offers import end_account_of, end_ahead_of
from exchange.web.pages import render, settings
from exchange.web.transactions import session


@blueprint.get("/users/<uuid:key>/end")
@requires("users:edit")
def confirm_end(key: UUID) -> Response:
    """Show what ends with an account, and ask."""
    user = found_user(key)
    form = ActionForm(data={"version": user.version})
    return _end_page(user, form)


@blueprint.post("/users/<uuid:key>/end")
@requires("users:edit")
def end_user(key: UUID) -> Response:
    """End an account and all that opens by it; what its person answers for is handed over first."""
    form = ActionForm.checked()
    user = found_user(key)
    try:
        if left := end_account_of(key, form.row_version):
            page = settings().base_url + url_for("handover.person", key=key)
            said = message("accounts.error.still_open", name=user.name, count=left, page=page)
            raise DomainError(said)
    except DomainError as error:
        form.show(error)
        return _end_page(found_user(key), form, error.status)
    note_done(Done.ENDED, key)
    return redirect(url_for("accounts.users"))


@blueprint.get("/users/<uuid:key>/return")
@requires("users:edit")
def returning(key: UUID) -> Response:
    """Show the form to take an ended account up again: the role is chosen anew."""
    user = _ended_user(key)
    form = ReturnForm(data={"version": user.version, "name": user.name})
    return _return_page(user, form)


@blueprint.post("/users/<uuid:key>/return")
@requires("users:edit")
def take_up_again(key: UUID) -> Response:
    """Take an ended account up again and show its new invitation link once."""
    user = _ended_user(key)
    form = with_schools(ReturnForm(), NO_SCHOOL)
    if not form.validate():
        return _return_page(user, form, 422)
    new = Return(
        name=form.name.data,
        role=Role(form.role.data),
        school_id=UUID(form.school_id.data) if form.school_id.data else None,
        section=form.section.data or None,
    )
    try:
        take_up(session(), actor=signed_in(), user=user, version=form.row_version, new=new)
        token = invite(session(), actor=signed_in(), user=user)
    except DomainError as error:
        form.show(error)
        return _return_page(found_user(key), form, error.status)
    return invited_page(user, token)


def _ended_user(key: UUID) -> User:
    user = found_user(key)
    if user.active:
        raise DomainError(message("accounts.error.goes_on"))
    return user


def _return_page(user: User, form: ReturnForm, status: int = 200) -> Response:
    form = with_schools(form, NO_SCHOOL)
    return render("accounts/return.html", status=status, user=user, form=form)


def _end_page(user: User, form: ActionForm, status: int = 200) -> Response:
    if not user.active:
        raise DomainError(message("accounts.error.ended"))
    limits, moment = session_limits(), clock.machine_now()
    ahead = end_ahead_of(user.id)
    beside = users_of_school(session(), user.school_id) if user.school_id else ()
    return render(
        "accounts/end.html",
        status=status,
        user=user,
        form=form,
        ahead=ahead,
        page=settings().base_url + ahead.path,
        sessions=len(live_sessions(session(), user.id, limits=limits, moment=moment)),
        passkeys=len(passkeys_of(session(), user.id)),
        factors=factors_of(session(), user.id),
        ways_in=live_ways_in(session(), user.id),
        is_last_of_school=len(beside) == 1,
    )
