"""Sign in by password, and out."""

from flask import redirect, request
from werkzeug.wrappers import Response

from exchange.accounts.forms import SignInForm
from exchange.accounts.guessing import counted_attempt
from exchange.accounts.login import leave
from exchange.accounts.services import (
    Attempt,
    finish_attempt,
    hash_password,
    is_outdated,
    note_break_glass,
    password_matches,
    renew_hash,
)
from exchange.accounts.single_sign_on import ensure_password_allowed, uses_break_glass
from exchange.accounts.views.entering import sign_in_page
from exchange.accounts.views.page import blueprint
from exchange.accounts.views.second_step import after_one_factor
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.web.access import actor, public
from exchange.web.forms import ActionForm
from exchange.web.pages import settings
from exchange.web.places import landing
from exchange.web.transactions import aside_repeated, session


@blueprint.get("/sign-in")
@public
def sign_in() -> Response:
    """Show the ways to sign in."""
    if actor() is not None:
        return redirect(landing(actor()))
    return sign_in_page(SignInForm(), target=request.args.get("next"))


@blueprint.post("/sign-in")
@public
def sign_in_now() -> Response:
    """Sign in; the attempt is counted, and the password compared, outside the transaction."""
    form, target = SignInForm(), request.args.get("next")
    if not form.validate():
        return sign_in_page(form, target=target, status=422)
    try:
        who = _person_of(form)
    except DomainError as error:
        form.show(error)
        return sign_in_page(form, target=target, status=error.status)
    return after_one_factor(who, target=target)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    if ActionForm().validate():
        leave()
    return redirect("/")


def _person_of(form: SignInForm) -> Actor:
    """Return whose address and password were typed; raises DomainError."""
    email = form.email.data
    attempt = counted_attempt(email)
    who = attempt.actor
    if not password_matches(form.password.data, attempt.password_hash) or who is None:
        raise DomainError(message("accounts.error.credentials"))
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    _renew(attempt, form.password.data)
    break_glass = settings().break_glass
    ensure_password_allowed(who, email=email, break_glass=break_glass)
    if uses_break_glass(who, email=email, break_glass=break_glass):
        note_break_glass(session(), actor=who)
    return who


def _renew(attempt: Attempt, password: str) -> None:
    """Keep the password under today's kind of hash, while we have it in our hands."""
    old = attempt.password_hash
    if attempt.actor is not None and old is not None and is_outdated(old):
        new = hash_password(password)
        renew_hash(session(), user_id=attempt.actor.known_id, old=old, new=new)
