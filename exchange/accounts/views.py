"""Sign in and out, set a password by invitation, the list of users."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.accounts.forms import InviteForm, PasswordForm, SignInForm
from exchange.accounts.login import holder
from exchange.accounts.models import User
from exchange.accounts.queries import all_users, school_choices
from exchange.accounts.rules import INVITATION_LIFETIME
from exchange.accounts.services import (
    NewUser,
    accept_invitation,
    begin_attempt,
    begin_link_attempt,
    create_user,
    deactivate,
    finish_attempt,
    hash_new_password,
    invite,
    invited_user,
    mail_invitation,
    password_matches,
)
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.web import languages
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.places import landing
from exchange.web.transactions import aside_repeated, database, session

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


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
    found = holder(attempt)
    if not password_matches(form.password.data, attempt.password_hash) or found is None:
        form.show(DomainError(message("accounts.error.credentials")))
        return render("accounts/sign_in.html", status=422, form=form)
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    cookie.clear()  # nothing of the visitor before is carried over
    login_user(found)
    return redirect(_inside(request.args.get("next")) or landing(found.actor))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    if ActionForm().validate():
        logout_user()
        cookie.clear()
    return redirect("/")


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Show the form to set a password."""
    _ensure_live(token)
    user = invited_user(session(), token)
    return _private(render("accounts/invitation.html", form=PasswordForm(), user=user))


@blueprint.post("/invitation/<token>")
@public
def take_invitation(token: str) -> Response:
    """Set the password; the invitation is used up."""
    _ensure_live(token)  # nothing is hashed for a stranger
    form = PasswordForm()
    if not form.validate():
        user = invited_user(session(), token)
        return _private(render("accounts/invitation.html", status=422, form=form, user=user))
    hashed = hash_new_password(form.password.data)
    accept_invitation(session(), token=token, password_hash=hashed)
    flash(message("accounts.flash.password_set"))
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/users/")
@requires("users:edit")
def users() -> Response:
    """List the accounts."""
    schools = dict(school_choices(session()))
    return render("accounts/users.html", users=all_users(session()), schools=schools)


@blueprint.get("/users/new")
@requires("users:edit")
def new_user() -> Response:
    """Show the form to invite a person."""
    return render("accounts/invite.html", form=_invite_form())


@blueprint.post("/users/new")
@requires("users:edit")
def invite_user() -> Response:
    """Create the account and show its invitation link once."""
    form = _invite_form()
    if not form.validate():
        return render("accounts/invite.html", status=422, form=form)
    new = NewUser(
        email=form.email.data,
        name=form.name.data,
        role=Role(form.role.data),
        school_id=UUID(form.school_id.data) if form.school_id.data else None,
        section=form.section.data or None,
    )
    try:
        user = create_user(session(), actor=signed_in(), new=new)
        token = invite(session(), actor=signed_in(), user=user)
    except DomainError as error:
        form.show(error)
        return render("accounts/invite.html", status=error.status, form=_with_choices(form))
    return _invited(user, token)


@blueprint.post("/users/<uuid:key>/invite")
@requires("users:edit")
def invite_again(key: UUID) -> Response:
    """Make a new invitation for an account and show its link once; earlier ones end."""
    user = _user(key)
    return _invited(user, invite(session(), actor=signed_in(), user=user))


@blueprint.post("/users/<uuid:key>/end")
@requires("users:edit")
def end_user(key: UUID) -> Response:
    """End an account and its sessions."""
    form = ActionForm.checked()
    user = _user(key)
    deactivate(session(), actor=signed_in(), user=user, version=form.row_version)
    flash(message("accounts.flash.ended"))
    return redirect(url_for("accounts.users"))


def _ensure_live(token: str) -> None:
    """Count the opening of a link, as sign-ins are; raises NotFoundError or TooManyLinksError."""
    address = request.remote_addr or ""
    attempt = aside_repeated(lambda s: begin_link_attempt(s, address=address))
    with database().reading() as short:
        invited_user(short, token)
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))


def _user(key: UUID) -> User:
    user = session().get(User, key)
    if user is None:
        raise NotFoundError
    return user


def _invited(user: User, token: str) -> Response:
    """Show an invitation's address, this once, and mail it where mail is set up."""
    link = settings().base_url + url_for("accounts.invitation", token=token)
    is_mailed = settings().mail_url is not None
    if is_mailed:
        mail_invitation(session(), user=user, link=link, language=languages.current())
    page = render(
        "accounts/invited.html",
        user=user,
        link=link,
        days=INVITATION_LIFETIME.days,
        is_mailed=is_mailed,
    )
    return _private(page)


def _invite_form() -> InviteForm:
    return _with_choices(InviteForm())


def _with_choices(form: InviteForm) -> InviteForm:
    form.school_id.choices = [
        SelectChoice("", message("accounts.choice.no_school")),
        *(SelectChoice(key, name) for key, name in school_choices(session())),
    ]
    return form


def _inside(target: str | None) -> str | None:
    """Return a path of this site, nothing that could lead elsewhere."""
    if not target or not target.startswith("/") or not target.isprintable():
        return None
    return None if target.startswith("//") or "\\" in target else target


def _private(response: Response) -> Response:
    """Keep a page reached by a secret address out of stores and referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
