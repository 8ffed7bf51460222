"""A forgotten password, and one that its person changes."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import ChangePasswordForm, ForgottenForm
from exchange.accounts.guessing import count_guess, counted_attempt
from exchange.accounts.login import enter, was_strong
from exchange.accounts.models import User
from exchange.accounts.rules import WINDOW, TooManyLinksError
from exchange.accounts.services import (
    ask_for_reset,
    finish_attempt,
    hash_new_password,
    password_matches,
    set_password,
    tell_of_password,
)
from exchange.accounts.views.page import blueprint
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.web import languages
from exchange.web.access import public, requires, signed_in
from exchange.web.pages import can_mail, flash, render, settings
from exchange.web.transactions import aside_repeated, database, session


@blueprint.get("/forgotten")
@public
def forgotten() -> Response:
    """Show how a forgotten password is replaced: by mail, or by an administrator's link."""
    return _forgotten(ForgottenForm())


@blueprint.post("/forgotten")
@public
def ask_for_link() -> Response:
    """Let a link be mailed; the answer is the same whether or not the address is known."""
    if not _mails_links():
        raise NotFoundError
    form = ForgottenForm()
    if not form.validate():
        return _forgotten(form, 422)
    try:
        count_guess()
        ask_for_reset(session(), email=form.email.data, language=languages.current())
    except TooManyLinksError as error:
        minutes = WINDOW // timedelta(minutes=1)
        form.show(DomainError(message("accounts.error.too_many_asked", minutes=minutes)))
        return _forgotten(form, error.status)
    except DomainError as error:
        form.show(error)
        return _forgotten(form, error.status)
    return redirect(url_for("accounts.link_sent"))


@blueprint.get("/forgotten/sent")
@public
def link_sent() -> Response:
    """Say what happens now, whatever the address was."""
    return render("accounts/link_sent.html")


@blueprint.get("/mine/password")
@requires("account:own")
def edit_password() -> Response:
    """Show the form to change one's password."""
    return render("accounts/password.html", form=ChangePasswordForm())


@blueprint.post("/mine/password")
@requires("account:own")
def change_password() -> Response:
    """Change the password; other browsers are signed out, this one goes on with a new session."""
    form = ChangePasswordForm()
    if not form.validate():
        return render("accounts/password.html", status=422, form=form)
    try:
        own = ensure_current(form.current.data)
        breached = settings().breached_passwords
        hashed = hash_new_password(form.password.data, own=own, breached=breached)
    except DomainError as error:
        form.show(error)
        return render("accounts/password.html", status=error.status, form=form)
    user = session().get_one(User, signed_in().known_id)
    set_password(session(), user=user, password_hash=hashed)
    if can_mail():
        tell_of_password(session(), user=user, language=languages.current())
    enter(user.id, is_strong=was_strong())
    flash(message("accounts.flash.password_changed"))
    return redirect(url_for("accounts.mine"))


def ensure_current(password: str) -> tuple[str, str]:
    """Compare with the present password, counted as a sign-in is; raises DomainError.

    Returns what no new one may be made of: the person's name and address.
    """
    key = signed_in().known_id
    with database().reading() as short:
        user = short.get_one(User, key)
        name, email = user.name, user.email
    attempt = counted_attempt(email)
    if not password_matches(password, attempt.password_hash):
        raise DomainError(message("accounts.error.current_password"), field="current")
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    return name, email


def _mails_links() -> bool:
    """Say whether links are mailed: there is mail, and links may leave the house."""
    return can_mail() and settings().public


def _forgotten(form: ForgottenForm, status: int = 200) -> Response:
    return render("accounts/forgotten.html", status=status, form=form, by_mail=_mails_links())
