"""Sign in through the city's directory: there, back, and the one time an account is bound."""

from dataclasses import asdict, dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from config import Directory
from exchange.accounts.guessing import counted_answer, spend_once
from exchange.accounts.models import User
from exchange.accounts.queries import user_of_identity
from exchange.accounts.services import (
    bind_identity,
    bindable_user,
    end_identity,
    finish_attempt,
)
from exchange.accounts.single_sign_on import (
    DirectoryAwayError,
    DirectoryLateError,
    DirectoryRefusedError,
    Errand,
    Identity,
    ensure_in_time,
    name_of,
    new_errand,
)
from exchange.accounts.views.entering import come_in, inside, not_let_in
from exchange.accounts.views.page import blueprint
from exchange.accounts.views.password_links import ensure_live
from exchange.accounts.views.second_step import after_one_factor
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.later import Later
from exchange.core.links import LinkPurpose
from exchange.core.messages import message
from exchange.web.access import public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import aside_repeated, session

if TYPE_CHECKING:
    from exchange.accounts import provider
else:
    provider = Later("exchange.accounts.provider")

#: What the cookie keeps between the button and the session.
_ERRAND: Final = "errand"
_SHOWN: Final = "shown"


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Who came back from the directory, and what for."""

    identity: Identity
    next: str | None
    invitation: str | None


@blueprint.get("/directory")
@public
def directory() -> Response:
    """Send the browser to the directory."""
    return _sent(target=inside(request.args.get("next")), invitation=None)


@blueprint.get("/invitation/<token>/directory")
@public
def invitation_directory(token: str) -> Response:
    """Take an invitation up by the directory instead of a password."""
    ensure_live(LinkPurpose.INVITATION, token)
    return _sent(target=None, invitation=token)


@blueprint.get("/directory/answer")
@public
def directory_answer() -> Response:
    """Take the directory's answer; what follows from it is a step of its own."""
    known, errand = _directory(), _errand()
    target = errand.next if errand else None
    try:
        shown = _shown(known, errand)
    except DomainError as error:
        return not_let_in(error, target=target)
    invitation = errand.invitation if errand else None
    cookie[_SHOWN] = asdict(_Arrival(shown, target, invitation))
    return redirect(url_for("accounts.arrival"))


@blueprint.get("/directory/person")
@public
def arrival() -> Response:
    """Go on by itself where the account is bound; ask once whether it is this person's account."""
    known = _directory()
    try:
        came = _arrival(known, cookie.get(_SHOWN))
        bound = _bound_user(came.identity)
        user = bound or bindable_user(
            session(), directory=known, identity=came.identity, invitation=came.invitation
        )
    except DomainError as error:
        return not_let_in(error, target=None)
    return render(
        "accounts/arrival.html",
        user=user,
        is_bound=bound is not None,
        directory=name_of(known),
        form=ActionForm(),
    )


@blueprint.post("/directory/person")
@public
def arrive() -> Response:
    """Sign in who came back from the directory, binding the account where that is new."""
    ActionForm.checked()
    known = _directory()
    try:
        came = _arrival(known, cookie.pop(_SHOWN, None))
        user = _bound_user(came.identity) or bind_identity(
            session(), directory=known, identity=came.identity, invitation=came.invitation
        )
        if not user.active:
            raise DomainError(message("accounts.error.ended"))
    except DomainError as error:
        return not_let_in(error, target=None)
    if not came.identity.second_factor:
        return after_one_factor(user.as_actor(), target=came.next)
    return come_in(user.as_actor(), target=came.next, is_strong=True)


@blueprint.post("/users/<uuid:key>/unbind")
@requires("users:edit")
def unbind(key: UUID) -> Response:
    """End the binding of an account to a person of the directory."""
    ActionForm.checked()
    user = session().get(User, key)
    if user is None:
        raise NotFoundError
    end_identity(session(), actor=signed_in(), user=user, issuer=_directory().issuer)
    flash(message("accounts.flash.unbound"))
    return redirect(url_for("accounts.users"))


def _directory() -> Directory:
    """Return the directory that is set up; without one its pages do not exist."""
    found = settings().directory
    if found is None:
        raise NotFoundError
    return found


def _sent(*, target: str | None, invitation: str | None) -> Response:
    known = _directory()
    errand = new_errand(now=clock.machine_now(), next=target, invitation=invitation)
    try:
        address = provider.authorization_address(known, errand, answer_to=_answer_to())
    except DomainError as error:
        return not_let_in(error, target=target)
    cookie[_ERRAND] = asdict(errand)
    return redirect(address)


def _answer_to() -> str:
    return settings().base_url + url_for("accounts.directory_answer")


def _errand() -> Errand | None:
    """Take what this browser was sent with out of its cookie."""
    kept = cookie.pop(_ERRAND, None)
    return Errand(**kept) if kept else None


def _shown(known: Directory, errand: Errand | None) -> Identity:
    """Return who came back from the directory; raises DomainError.

    The answer is counted before anybody is asked about it, and taken once.
    """
    state, code = request.args.get("state", ""), request.args.get("code")
    if errand is None or not compare_digest(state.encode(), errand.state.encode()):
        raise DirectoryRefusedError(name_of(known))
    moment = clock.machine_now()
    ensure_in_time(known, errand.begun, now=moment)
    if code is None:  # the person turned back there, or was turned away
        raise DirectoryRefusedError(name_of(known))
    attempt = counted_answer()
    spend_once(errand.state)
    try:
        found = provider.identity(known, errand, code=code, answer_to=_answer_to(), now=moment)
    except DirectoryAwayError:
        aside_repeated(lambda s: finish_attempt(s, attempt=attempt))  # nobody guessed anything
        raise
    aside_repeated(lambda s: finish_attempt(s, attempt=attempt))
    return found


def _arrival(known: Directory, kept: Any) -> _Arrival:  # noqa: ANN401 - what the cookie holds
    """Return who came back from the directory a moment ago."""
    if kept is None:
        raise DirectoryLateError(name_of(known))
    came = _Arrival(Identity(**kept["identity"]), kept["next"], kept["invitation"])
    ensure_in_time(known, came.identity.shown, now=clock.machine_now())
    return came


def _bound_user(identity: Identity) -> User | None:
    return user_of_identity(session(), issuer=identity.issuer, subject=identity.subject)
