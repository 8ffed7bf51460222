"""The list of users: invite a person, end an account."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.accounts.forms import InviteForm
from exchange.accounts.models import User
from exchange.accounts.queries import (
    bound_users,
    factors_by_user,
    passkey_holders,
    school_choices,
    school_names,
    users_page,
)
from exchange.accounts.rules import HANDED_RESET_LIFETIME, INVITATION_LIFETIME
from exchange.accounts.services import (
    NewUser,
    create_user,
    hand_reset,
    invite,
    mail_invitation,
    remove_lost_passkeys,
    reset_factor,
    tell_of_lost_passkeys,
    tell_of_reset_factor,
)
from exchange.accounts.views.page import blueprint, can_mail
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.headers import keep_private
from exchange.web.offers import end_account_of
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session


@blueprint.get("/users/")
@requires("users:edit")
def users() -> Response:
    """List the accounts that go on, or those that have ended."""
    ended = "ended" in request.args
    page = users_page(session(), active=not ended, cursor=request.args.get("cursor"))
    keys = [user.id for user in page.rows]
    directory = settings().directory
    bound = bound_users(session(), keys, issuer=directory.issuer) if directory else frozenset()
    return render(
        "accounts/users.html",
        page=page,
        ended=ended,
        schools=school_names(session(), {user.school_id for user in page.rows if user.school_id}),
        bound=bound,
        factors=factors_by_user(session(), keys),
        with_passkeys=passkey_holders(session(), keys),
    )


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


@blueprint.post("/users/<uuid:key>/reset")
@requires("users:edit")
def make_reset(key: UUID) -> Response:
    """Make a link to a new password and show it once, to be handed over; earlier ones end."""
    ActionForm.checked()
    user = _user(key)
    token = hand_reset(session(), actor=signed_in(), user=user)
    link = settings().base_url + url_for("accounts.reset", token=token)
    hours = HANDED_RESET_LIFETIME // timedelta(hours=1)
    return keep_private(render("accounts/reset_made.html", user=user, link=link, hours=hours))


@blueprint.post("/users/<uuid:key>/factor/reset")
@requires("users:edit")
def reset_user_factor(key: UUID) -> Response:
    """Take away the second factor of a person who lost it, and tell them."""
    ActionForm.checked()
    user = _user(key)
    reset_factor(session(), actor=signed_in(), user=user)
    if can_mail():
        tell_of_reset_factor(session(), user=user, language=languages.current())
        flash(message("accounts.flash.factor_reset"))
    else:
        flash(message("accounts.flash.factor_reset_tell"))
    return redirect(url_for("accounts.users"))


@blueprint.post("/users/<uuid:key>/passkeys/remove")
@requires("users:edit")
def drop_user_passkeys(key: UUID) -> Response:
    """Remove the passkeys of a person who lost the device, and tell them."""
    ActionForm.checked()
    user = _user(key)
    remove_lost_passkeys(session(), actor=signed_in(), user=user)
    if can_mail():
        tell_of_lost_passkeys(session(), user=user, language=languages.current())
        flash(message("accounts.flash.passkeys_removed"))
    else:
        flash(message("accounts.flash.passkeys_removed_tell"))
    return redirect(url_for("accounts.users"))


@blueprint.post("/users/<uuid:key>/end")
@requires("users:edit")
def end_user(key: UUID) -> Response:
    """End an account and all that opens by it; what its person answers for is handed over first."""
    form = ActionForm.checked()
    user = _user(key)
    if left := end_account_of(key, form.row_version):
        page = settings().base_url + url_for("handover.person", key=key)
        said = message("accounts.error.still_open", name=user.name, count=left, page=page)
        raise DomainError(said)
    flash(message("accounts.flash.ended"))
    return redirect(url_for("accounts.users"))


def _user(key: UUID) -> User:
    user = session().get(User, key)
    if user is None:
        raise NotFoundError
    return user


def _invited(user: User, token: str) -> Response:
    """Show an invitation's address, this once, and mail it where mail is set up."""
    link = settings().base_url + url_for("accounts.invitation", token=token)
    is_mailed = can_mail()
    if is_mailed:
        mail_invitation(session(), user=user, link=link, language=languages.current())
    page = render(
        "accounts/invited.html",
        user=user,
        link=link,
        days=INVITATION_LIFETIME.days,
        is_mailed=is_mailed,
    )
    return keep_private(page)


def _invite_form() -> InviteForm:
    return _with_choices(InviteForm())


def _with_choices(form: InviteForm) -> InviteForm:
    form.school_id.choices = [
        SelectChoice("", message("accounts.choice.no_school")),
        *(SelectChoice(key, name) for key, name in school_choices(session())),
    ]
    return form
