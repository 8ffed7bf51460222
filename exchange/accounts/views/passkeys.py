"""Add, remove and sign in with passkeys."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.forms import NewPasskeyForm, PasskeyForm
from exchange.accounts.guessing import counted_answer, spend_once
from exchange.accounts.login import may_change_factors, strengthen
from exchange.accounts.models import User
from exchange.accounts.passkeys import RelyingParty, ask, asked, relying_party
from exchange.accounts.queries import own_passkey, passkeys_of
from exchange.accounts.services import (
    add_passkey,
    finish_attempt,
    remove_passkey,
    spend_challenge,
    tell_of_new_passkey,
    use_passkey,
)
from exchange.accounts.views.entering import come_in, inside, not_let_in
from exchange.accounts.views.factors import ensure_may_change
from exchange.accounts.views.page import blueprint
from exchange.accounts.views.passwords import ensure_current
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.later import Later
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.access import public, requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import can_mail, flash, render, settings
from exchange.web.transactions import session

if TYPE_CHECKING:
    from exchange.accounts import authenticators
else:
    authenticators = Later("exchange.accounts.authenticators")

_SIGN_IN: Final = "sign in"


@blueprint.get("/passkeys/options")
@public
def passkey_options() -> Response:
    """Tell the browser what to ask of a device that knows who signs in."""
    party, question = _party(), ask(_secret(), _SIGN_IN)
    options = authenticators.options_to_use(party, challenge=question.challenge)
    return jsonify(options=options, ticket=question.ticket)


@blueprint.post("/passkeys/sign-in")
@public
def sign_in_by_passkey() -> Response:
    """Sign in with a passkey; it shows two factors: the device, and what verifies its person."""
    ActionForm.checked()
    target = inside(request.args.get("next"))
    try:
        user = _user_of(PasskeyForm())
    except DomainError as error:
        return not_let_in(error, target=target)
    return come_in(user.as_actor(), target=target, is_strong=True)


@blueprint.get("/mine/passkeys/new")
@requires("account:own")
def new_passkey() -> Response:
    """Show the form to add a passkey."""
    return _form_page(NewPasskeyForm())


@blueprint.get("/mine/passkeys/options")
@requires("account:own")
def new_passkey_options() -> Response:
    """Tell the browser what passkey to make."""
    party, question = _party(), ask(_secret(), _purpose())
    user = session().get_one(User, signed_in().known_id)
    options = authenticators.options_to_make(
        party,
        authenticators.Person(user.id.bytes, user.email, user.name),
        challenge=question.challenge,
        site_name=translate(message("web.site.name"), languages.current()),
        known=[row.credential_id for row in passkeys_of(session(), user.id)],
    )
    return jsonify(options=options, ticket=question.ticket)


@blueprint.post("/mine/passkeys/new")
@requires("account:own")
def create_passkey() -> Response:
    """Add a passkey to one's own account."""
    form = NewPasskeyForm()
    status = refused(form, lambda: _add(form))
    if status:
        return _form_page(form, status=status)
    flash(message("accounts.flash.passkey_added"))
    return redirect(url_for("accounts.mine"))


@blueprint.post("/mine/passkeys/<uuid:key>/remove")
@requires("account:own")
def drop_passkey(key: UUID) -> Response:
    """Remove a passkey from one's own account."""
    ActionForm.checked()
    ensure_may_change()
    row = own_passkey(session(), signed_in().known_id, key)
    if row is None:
        raise NotFoundError
    remove_passkey(session(), actor=signed_in(), row=row)
    flash(message("accounts.flash.passkey_removed"))
    return redirect(url_for("accounts.mine"))


def _user_of(form: PasskeyForm) -> User:
    """Return whose passkey answered; the answer is counted as a sign-in attempt, taken once."""
    party, ticket = _party(), form.ticket.data or ""
    challenge = asked(_secret(), _SIGN_IN, ticket)
    attempt = counted_answer()
    spend_once(challenge.hex())
    shown = authenticators.read(form.answer.data or "")
    user = use_passkey(
        session(),
        credential_id=shown.credential_id,
        user_handle=shown.user_handle,
        count_of=lambda key: authenticators.verified_count(
            party, shown, challenge=challenge, public_key=key
        ),
    )
    finish_attempt(session(), attempt=attempt)
    return user


def _add(form: NewPasskeyForm) -> None:
    ensure_may_change()
    ensure_current(form.current.data)
    challenge = asked(_secret(), _purpose(), form.ticket.data or "")
    new = authenticators.made(_party(), form.answer.data or "", challenge=challenge)
    spend_challenge(session(), challenge=challenge.hex())
    row = add_passkey(session(), actor=signed_in(), new=new, name=form.name.data)
    if can_mail():
        user = session().get_one(User, row.user_id)
        tell_of_new_passkey(session(), user=user, name=row.name, language=languages.current())
    strengthen(row.user_id)


def _form_page(form: NewPasskeyForm, *, status: int = 200) -> Response:
    return render(
        "accounts/new_passkey.html",
        status=status,
        form=form,
        party=_party(),
        may_change=may_change_factors(),
    )


def _party() -> RelyingParty:
    """Return whom passkeys are made for; where there is none, their pages do not exist."""
    found = relying_party(settings().base_url)
    if found is None:
        raise NotFoundError
    return found


def _purpose() -> str:
    """Name what is asked of this person alone."""
    return f"add to {signed_in().known_id}"


def _secret() -> str:
    return settings().secret_key or ""
