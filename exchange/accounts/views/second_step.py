"""The second step of signing in: a code of the app, or one from the sheet."""

from datetime import datetime
from uuid import UUID

from flask import redirect, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from exchange.accounts.forms import CodeForm
from exchange.accounts.guessing import counted_attempt
from exchange.accounts.keeping import keyring
from exchange.accounts.models import User
from exchange.accounts.passkeys import relying_party
from exchange.accounts.queries import factors_of, passkeys_of
from exchange.accounts.rules import OFF, STEP_LIFETIME, needs_factor
from exchange.accounts.services import finish_attempt, use_code
from exchange.accounts.views.entering import come_in, not_let_in
from exchange.accounts.views.page import blueprint
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.web.access import public
from exchange.web.pages import render, settings
from exchange.web.transactions import database, session

#: What the cookie keeps between the two steps: who, when, and where to.
_STEP = "second_step"


def after_one_factor(who: Actor, *, target: str | None) -> Response:
    """Go on with who has shown one factor: to the second where they have one, else in."""
    if settings().second_factor == OFF:
        return come_in(who, target=target, is_strong=False)
    if factors_of(session(), who.known_id).any:
        return _ask_for_code(who, target=target)
    if _has_passkey_alone(who):
        return not_let_in(DomainError(message("accounts.error.use_passkey")), target=target)
    return come_in(who, target=target, is_strong=False)


def _has_passkey_alone(who: Actor) -> bool:
    """Say whether a passkey is the second factor that this person's role needs."""
    user, set_up = session().get_one(User, who.known_id), settings()
    needed = needs_factor(user.role, is_demo=user.is_demo, policy=set_up.second_factor)
    usable = relying_party(set_up.base_url) is not None
    return needed and usable and bool(passkeys_of(session(), user.id))


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
    email, who = person
    try:
        attempt = counted_attempt(email)
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
