"""Sign in and out."""

from flask import redirect, request
from werkzeug.wrappers import Response

from exchange.accounts.forms import SignInForm
from exchange.accounts.login import leave
from exchange.accounts.services import (
    Attempt,
    begin_attempt,
    finish_attempt,
    hash_password,
    is_outdated,
    password_matches,
    renew_hash,
)
from exchange.accounts.views.entering import come_in
from exchange.accounts.views.page import blueprint
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import actor, public
from exchange.web.forms import ActionForm
from exchange.web.pages import render
from exchange.web.places import landing
from exchange.web.transactions import aside_repeated, session


@blueprint.get("/sign-in")
@public
def sign_in() -> Response:
    """Show the sign-in form."""
    if actor() is not None:
        return redirect(landing(actor()))
    return render("accounts/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public
def sign_in_now() -> Response:
    """Sign in; the attempt is counted, and the password compared, outside the transaction."""
    form = SignInForm()
    if not form.validate():
        return render("accounts/sign_in.html", status=422, form=form)
    email, address = form.email.data, request.remote_addr or ""
    try:
        attempt = aside_repeated(lambda s: begin_attempt(s, email=email, address=address))
    except DomainError as error:
        form.show(error)
        return render("accounts/sign_in.html", status=error.status, form=form)
    found = attempt.actor
    if not password_matches(form.password.data, attempt.password_hash) or found is None:
        form.show(DomainError(message("accounts.error.credentials")))
        return render("accounts/sign_in.html", status=422, form=form)
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    _renew(attempt, form.password.data)
    return come_in(found, target=request.args.get("next"))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    if ActionForm().validate():
        leave()
    return redirect("/")


def _renew(attempt: Attempt, password: str) -> None:
    """Keep the password under today's kind of hash, while we have it in our hands."""
    old = attempt.password_hash
    if attempt.actor is not None and old is not None and is_outdated(old):
        new = hash_password(password)
        renew_hash(session(), user_id=attempt.actor.known_id, old=old, new=new)
