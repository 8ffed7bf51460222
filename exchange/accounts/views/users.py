"""The list of users: find somebody, invite them, help who lost a password or a device."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import InviteForm, UsersForm
from exchange.accounts.queries import (
    bound_users,
    factors_by_user,
    locked_addresses,
    passkey_holders,
    school_names,
    user_by_email,
    users_page,
)
from exchange.accounts.rules import HANDED_RESET_LIFETIME
from exchange.accounts.services import (
    NewUser,
    create_user,
    hand_reset,
    invite,
    remove_lost_passkeys,
    reset_factor,
    tell_of_lost_passkeys,
    tell_of_reset_factor,
)
from exchange.accounts.views.done import Done, done_sentence
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
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.done import note_done
from exchange.web.forms import ActionForm
from exchange.web.headers import keep_private
from exchange.web.pages import can_mail, render, settings
from exchange.web.transactions import session


@blueprint.get("/users/")
@requires("users:edit")
def users() -> Response:
    """List the accounts that go on, or whichever are asked for."""
    directory = settings().directory
    issuer = directory.issuer if directory else None
    form = with_schools(UsersForm(request.args), message("accounts.choice.every_school"))
    if not form.validate():
        return render("accounts/users.html", status=422, form=form, page=None, just=None)
    moment, cursor = clock.machine_now(), request.args.get("cursor")
    page = users_page(session(), form.wanted(issuer), moment=moment, cursor=cursor)
    keys = [user.id for user in page.rows]
    names = {user.school_id for user in page.rows if user.school_id}
    return render(
        "accounts/users.html",
        page=page,
        form=form,
        just=done_sentence(),
        kept=form.kept(),
        schools=school_names(session(), names),
        bound=bound_users(session(), keys, issuer=issuer) if issuer else frozenset(),
        locked=locked_addresses(session(), [user.email for user in page.rows], moment=moment),
        factors=factors_by_user(session(), keys),
        with_passkeys=passkey_holders(session(), keys),
    )


@blueprint.get("/users/new")
@requires("users:edit")
def new_user() -> Response:
    """Show the form to invite a person."""
    form = with_schools(InviteForm(), NO_SCHOOL)
    return render("accounts/invite.html", form=form, known=None)


@blueprint.post("/users/new")
@requires("users:edit")
def invite_user() -> Response:
    """Create the account and show its invitation link once."""
    form = with_schools(InviteForm(), NO_SCHOOL)
    if not form.validate():
        return render("accounts/invite.html", status=422, form=form, known=None)
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
        known = user_by_email(session(), new.email.strip().lower())
        form = with_schools(form, NO_SCHOOL)
        return render("accounts/invite.html", status=error.status, form=form, known=known)
    return invited_page(user, token)


@blueprint.post("/users/<uuid:key>/invite")
@requires("users:edit")
def invite_again(key: UUID) -> Response:
    """Make a new invitation for an account and show its link once; earlier ones end."""
    user = found_user(key)
    return invited_page(user, invite(session(), actor=signed_in(), user=user))


@blueprint.post("/users/<uuid:key>/reset")
@requires("users:edit")
def make_reset(key: UUID) -> Response:
    """Make a link to a new password and show it once, to be handed over; earlier ones end."""
    ActionForm.checked()
    user = found_user(key)
    token = hand_reset(session(), actor=signed_in(), user=user)
    link = settings().base_url + url_for("accounts.reset", token=token)
    hours = HANDED_RESET_LIFETIME // timedelta(hours=1)
    return keep_private(render("accounts/reset_made.html", user=user, link=link, hours=hours))


@blueprint.get("/users/<uuid:key>/factor/reset")
@requires("users:edit")
def confirm_reset_factor(key: UUID) -> Response:
    """Say whose second factor goes and what that means, and ask."""
    return render("accounts/remove.html", user=found_user(key), what="factor", form=ActionForm())


@blueprint.post("/users/<uuid:key>/factor/reset")
@requires("users:edit")
def reset_user_factor(key: UUID) -> Response:
    """Take away the second factor of a person who lost it, and tell them."""
    ActionForm.checked()
    user = found_user(key)
    reset_factor(session(), actor=signed_in(), user=user)
    told = can_mail()
    if told:
        tell_of_reset_factor(session(), user=user, language=languages.current())
    note_done(Done.FACTOR if told else Done.FACTOR_TELL, key)
    return redirect(url_for("accounts.users"))


@blueprint.get("/users/<uuid:key>/passkeys/remove")
@requires("users:edit")
def confirm_drop_passkeys(key: UUID) -> Response:
    """Say whose passkeys go and what that means, and ask."""
    return render("accounts/remove.html", user=found_user(key), what="passkeys", form=ActionForm())


@blueprint.post("/users/<uuid:key>/passkeys/remove")
@requires("users:edit")
def drop_user_passkeys(key: UUID) -> Response:
    """Remove the passkeys of a person who lost the device, and tell them."""
    ActionForm.checked()
    user = found_user(key)
    remove_lost_passkeys(session(), actor=signed_in(), user=user)
    told = can_mail()
    if told:
        tell_of_lost_passkeys(session(), user=user, language=languages.current())
    note_done(Done.PASSKEYS if told else Done.PASSKEYS_TELL, key)
    return redirect(url_for("accounts.users"))
