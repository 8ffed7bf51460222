"""Set a password by an invitation."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import PasswordForm
from exchange.accounts.services import (
    accept_invitation,
    begin_link_attempt,
    finish_attempt,
    hash_new_password,
    invited_user,
)
from exchange.accounts.views.page import blueprint
from exchange.core.messages import message
from exchange.web.access import public
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render
from exchange.web.transactions import aside_repeated, database, session


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Show the form to set a password."""
    _ensure_live(token)
    user = invited_user(session(), token)
    return keep_private(render("accounts/invitation.html", form=PasswordForm(), user=user))


@blueprint.post("/invitation/<token>")
@public
def take_invitation(token: str) -> Response:
    """Set the password; the invitation is used up."""
    _ensure_live(token)  # nothing is hashed for a stranger
    form = PasswordForm()
    if not form.validate():
        user = invited_user(session(), token)
        return keep_private(render("accounts/invitation.html", status=422, form=form, user=user))
    hashed = hash_new_password(form.password.data)
    accept_invitation(session(), token=token, password_hash=hashed)
    flash(message("accounts.flash.password_set"))
    return redirect(url_for("accounts.sign_in"))


def _ensure_live(token: str) -> None:
    """Count the opening of a link, as sign-ins are; raises NotFoundError or TooManyLinksError."""
    address = request.remote_addr or ""
    attempt = aside_repeated(lambda s: begin_link_attempt(s, address=address))
    with database().reading() as short:
        invited_user(short, token)
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
