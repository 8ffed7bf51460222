"""Flask-Login's side of accounts: who a session cookie belongs to."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask import Flask, g, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.enums import SessionEnd
from exchange.accounts.queries import Holder, has_demo_users, session_end, session_holder
from exchange.accounts.rules import OFF, SessionLimits, device_of, is_noted_again, needs_factor
from exchange.accounts.services import (
    Visit,
    begin_session,
    end_sessions,
    hash_token,
    leave_session,
    note_activity,
)
from exchange.core import clock
from exchange.core.database import repeated
from exchange.core.errors import BusyError
from exchange.core.permissions import Actor
from exchange.web.access import PUBLIC, access_of, stands_open
from exchange.web.pages import settings
from exchange.web.transactions import aside_repeated, database
from exchange.web.transactions import session as session_of_request

_manager: Final = LoginManager()
#: Where Flask-Login keeps what `get_id` returns.
TOKEN: Final = "_user_id"


@dataclass(frozen=True, slots=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The holder of a session cookie; the cookie carries the session's token."""

    token: str
    user_id: UUID
    actor: Actor | None = None
    session_id: UUID | None = None
    seen_at: datetime | None = None
    #: Whether demo data exists; None before it was asked.
    contains_demo: bool | None = None
    is_strong: bool = False
    #: Whether this person has more than a password.
    has_factor: bool = False
    #: Whether nothing but the own account is open to a session that began with a password alone.
    lacks_factor: bool = False

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token


def register_login(app: Flask) -> None:
    """Let Flask-Login load users and tell the access gate who acts."""
    # Its init_app would look into the cookie after every answer, and every feed would vary by it.
    app.login_manager = _manager  # type: ignore[attr-defined]
    _manager.session_protection = None  # office proxies change addresses within a session
    app.extensions["find_actor"] = find_actor
    app.extensions["contains_demo"] = contains_demo
    app.before_request(_ask_for_factor)
    app.after_request(_note_activity)


def enter(user_id: UUID, *, is_strong: bool) -> None:
    """Begin a session of this browser for a person, in the request's own transaction.

    `is_strong` says that more than a password was shown.

    Whoever was signed in here before is signed out, and nothing of that visitor is carried over.
    """
    session = session_of_request()
    leave_session(session, token=cookie.get(TOKEN, ""))
    token = begin_session(session, user_id=user_id, visit=_visit(), is_strong=is_strong)
    cookie.clear()
    g.pop("csrf_token", None)  # what this answer draws is of the session that begins
    login_user(SignedIn(token, user_id))


def leave() -> None:
    """End the session of this browser."""
    leave_session(session_of_request(), token=cookie.get(TOKEN, ""))
    logout_user()
    cookie.clear()


def find_actor() -> Actor | None:
    """Return who the request's cookie says acts.

    Whoever still lacks the second factor is a stranger on public pages, which show staff more.
    """
    if not current_user.is_authenticated or (lacks_factor() and not _is_own_account()):
        return None
    found: Actor | None = current_user.actor
    return found


def this_session() -> UUID | None:
    """Return the key of the session this request came in."""
    found: UUID | None = current_user.session_id if current_user.is_authenticated else None
    return found


def lost_session() -> SessionEnd | None:
    """Return what ended the session whose cookie this browser still carries."""
    token = cookie.get(TOKEN)
    if current_user.is_authenticated or not token:
        return None
    with database().reading() as short:
        return session_end(short, hash_token(token))


def lacks_factor() -> bool:
    """Say whether this session shows less than its person's role needs."""
    return bool(current_user.is_authenticated and current_user.lacks_factor)


def may_change_factors() -> bool:
    """Say whether this session may change what its person has beside the password.

    Whoever knows the password alone must not replace what protects against just that.
    """
    if not current_user.is_authenticated:
        return False
    return current_user.is_strong or not current_user.has_factor or settings().second_factor == OFF


def strengthen(user_id: UUID) -> None:
    """Go on as a session in which more than a password was shown; the person's others end."""
    if not was_strong():
        end_sessions(session_of_request(), user_id=user_id)
        enter(user_id, is_strong=True)


def was_strong() -> bool:
    """Say whether more than a password was shown when this session began."""
    return bool(current_user.is_authenticated and current_user.is_strong)


def contains_demo(session: Session) -> bool:
    """Say whether demo data exists; with a cookie's holder it is known already."""
    known: bool | None = current_user.contains_demo if current_user.is_authenticated else None
    return has_demo_users(session) if known is None else known


def session_limits() -> SessionLimits:
    """Return when sessions end, as the environment decided."""
    found = settings()
    return SessionLimits(
        idle=timedelta(minutes=found.session_idle_minutes),
        absolute=timedelta(hours=found.session_hours),
    )


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    return repeated(lambda: _find(token))


def _find(token: str) -> SignedIn | None:
    """Look the holder up in a short reading session: the request's own may hold the write lock."""
    with database().reading() as short:
        found = session_holder(
            short, hash_token(token), limits=session_limits(), moment=clock.machine_now()
        )
        return _signed_in(token, found) if found else None


def _signed_in(token: str, found: Holder) -> SignedIn:
    return SignedIn(
        token=token,
        user_id=found.user.id,
        actor=found.user.as_actor(),
        session_id=found.session.id,
        seen_at=found.session.seen_at,
        contains_demo=found.contains_demo,
        is_strong=found.session.is_strong,
        has_factor=found.has_factor,
        lacks_factor=not found.session.is_strong
        and needs_factor(
            found.user.role, is_demo=found.user.is_demo, policy=settings().second_factor
        ),
    )


def _ask_for_factor() -> Response | None:
    """Open only a person's own account before they have the second factor their role needs.

    What is the same for everyone is answered before anybody looks into the cookie.
    """
    endpoint = request.endpoint
    if endpoint is None or (access_of(endpoint) == PUBLIC and stands_open(endpoint)):
        return None
    if _is_own_account() or not lacks_factor():
        return None
    return redirect(url_for("accounts.factor"))


def _is_own_account() -> bool:
    return request.endpoint is not None and access_of(request.endpoint) == "account:own"


def _visit() -> Visit:
    return Visit(device_of(request.user_agent.string), request.remote_addr or "")


def _note_activity(response: Response) -> Response:
    """Write that the session is in use, at most once in ten minutes and when the request is over.

    Every page that knows who looks at it is use; a feed or a style sheet is the same for all.
    """
    if g.get("actor") is None or not current_user.is_authenticated:
        return response
    person = current_user
    if person.seen_at is None:  # the session began with this very answer
        return response
    if is_noted_again(person.seen_at, clock.machine_now()):
        key, user_id, address = person.session_id, person.user_id, request.remote_addr or ""
        with suppress(BusyError):  # the work goes on; the next page notes it
            aside_repeated(
                lambda short: note_activity(short, session_id=key, user_id=user_id, address=address)
            )
    return response
