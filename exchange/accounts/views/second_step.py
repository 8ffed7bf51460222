"""The second step of signing in: a code of the app, or one from the sheet."""

from datetime import datetime
from uuid import UUID

from flask import redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from exchange.accounts.forms import CodeForm
from exchange.accounts.keeping import keyring
from exchange.accounts.models import User
from exchange.accounts.queries import factors_of
from exchange.accounts.rules import OFF, STEP_LIFETIME
from exchange.accounts.services import begin_attempt, finish_attempt, use_code
from exchange.accounts.views.entering import come_in
from exchange.accounts.views.page import blueprint
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.permissions import Actor
from exchange.web.access import public
from exchange.web.pages import render, settings
from exchange.web.transactions import aside_repeated, database, session

#: What the cookie keeps between the two steps: who, when, and where to.
_STEP = "second_step"


def after_one_factor(who: Actor, *, target: str | None) -> Response:
    """Go on with who has shown one factor: to the second where they have one, else in."""
    if settings().second_factor != OFF and factors_of(session(), who.known_id).any:
        return _ask_for_code(who, target=target)
    return come_in(who, target=target, is_strong=False)


def _ask_for_code(who: Actor, *, target: str | None) -> Response:
    """Lead a person whose password was right to the second step."""
    moment = clock.machine_now().isoformat()
    cookie[_STEP] = {"user": str(who.known_id), "at": moment, "next": target}
    return redirect(url_for("accounts.second_step"))


@blueprint.get("/second-step")
@public
def second_step() -> Response:
    """Ask for a code; whoever has not come from the first step goes back to it."""
    if _person() is None:
        return redirect(url_for("accounts.sign_in"))
    return render("accounts/second_step.html", form=CodeForm())


@blueprint.post("/second-step")
@public
def take_code() -> Response:
    """Take a code, counted as passwords are, and begin the session."""
    person, form = _person(), CodeForm()
    if person is None:
        return redirect(url_for("accounts.sign_in"))
    if not form.validate():
        return render("accounts/second_step.html", status=422, form=form)
    (email, who), address = person, request.remote_addr or ""
    try:
        attempt = aside_repeated(lambda s: begin_attempt(s, email=email, address=address))
        use_code(session(), actor=who, code=form.code.data, ring=keyring())
    except DomainError as error:
        form.show(error)
        return render("accounts/second_step.html", status=error.status, form=form)
    finish_attempt(session(), attempt=attempt)
    return come_in(who, target=cookie.pop(_STEP)["next"], is_strong=True)


def _person() -> tuple[str, Actor] | None:
    """Return the address and name of who came from the first step, within its time."""
    step = cookie.get(_STEP)
    if step is None:
        return None
    if clock.machine_now() - datetime.fromisoformat(step["at"]) > STEP_LIFETIME:
        return None
    with database().reading() as short:
        found = short.get(User, UUID(step["user"]))
        return (found.email, found.as_actor()) if found is not None and found.active else None
