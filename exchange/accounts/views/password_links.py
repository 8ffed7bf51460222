"""Set a password by an invitation, or by a link to a new one."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import PasswordForm
from exchange.accounts.guessing import counted_link
from exchange.accounts.services import (
    finish_attempt,
    hash_new_password,
    set_password_by_link,
    tell_of_password,
    user_of_link,
)
from exchange.accounts.single_sign_on import name_of
from exchange.accounts.views.page import blueprint
from exchange.core.errors import DomainError
from exchange.core.links import LinkPurpose
from exchange.core.messages import message
from exchange.web import languages
from exchange.web.access import public
from exchange.web.headers import keep_private
from exchange.web.pages import can_mail, flash, render, settings
from exchange.web.transactions import aside_repeated, database, session


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Show the form to set a first password."""
    return _form_of(LinkPurpose.INVITATION, token)


@blueprint.post("/invitation/<token>")
@public
def take_invitation(token: str) -> Response:
    """Set the password; the invitation is used up."""
    return _set(LinkPurpose.INVITATION, token)


@blueprint.get("/reset/<token>")
@public
def reset(token: str) -> Response:
    """Show the form to set a new password."""
    return _form_of(LinkPurpose.PASSWORD_RESET, token)


@blueprint.post("/reset/<token>")
@public
def take_reset(token: str) -> Response:
    """Set the new password; the link is used up."""
    return _set(LinkPurpose.PASSWORD_RESET, token)


def _form_of(purpose: LinkPurpose, token: str) -> Response:
    ensure_live(purpose, token)
    return _page(purpose, token, PasswordForm())


def _set(purpose: LinkPurpose, token: str) -> Response:
    own = ensure_live(purpose, token)  # nothing is hashed for a stranger
    form = PasswordForm()
    if not form.validate():
        return _page(purpose, token, form, status=422)
    try:
        breached = settings().breached_passwords
        hashed = hash_new_password(form.password.data, own=own, breached=breached)
    except DomainError as error:
        form.show(error)
        return _page(purpose, token, form, status=error.status)
    user = set_password_by_link(session(), purpose=purpose, token=token, password_hash=hashed)
    if purpose is LinkPurpose.PASSWORD_RESET and can_mail():
        tell_of_password(session(), user=user, language=languages.current())
    flash(message("accounts.flash.password_set"))
    return redirect(url_for("accounts.sign_in"))


def _page(purpose: LinkPurpose, token: str, form: PasswordForm, status: int = 200) -> Response:
    user = user_of_link(session(), purpose, token)
    is_new = purpose is LinkPurpose.INVITATION
    directory = settings().directory
    page = render(
        "accounts/set_password.html",
        status=status,
        form=form,
        user=user,
        is_new=is_new,
        token=token,
        directory=name_of(directory) if directory and is_new else None,
    )
    return keep_private(page)


def ensure_live(purpose: LinkPurpose, token: str) -> tuple[str, str]:
    """Count the opening of a link, as sign-ins are; return its person's name and address.

    Raises NotFoundError or TooManyLinksError.
    """
    attempt = counted_link()
    with database().reading() as short:
        user = user_of_link(short, purpose, token)
        own = user.name, user.email
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    return own
