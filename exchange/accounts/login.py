"""Flask-Login's side of accounts: who a session cookie belongs to."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import active_user, has_demo_users
from exchange.accounts.rules import ACTIVITY_INTERVAL
from exchange.accounts.services import Attempt, note_activity
from exchange.core import clock
from exchange.core.database import repeated
from exchange.core.errors import BusyError
from exchange.core.permissions import Actor
from exchange.web.transactions import SAFE_METHODS, aside_repeated, database

_manager: Final = LoginManager()


@dataclass(frozen=True, slots=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The holder of a session cookie; the cookie carries `<user id>:<session generation>`."""

    user_id: UUID
    generation: int
    actor: Actor | None = None
    last_seen_at: datetime | None = None
    #: Whether demo data exists; None before it was asked.
    contains_demo: bool | None = None

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return f"{self.user_id}:{self.generation}"


def register_login(app: Flask) -> None:
    """Let Flask-Login load users and tell the access gate who acts."""
    # Its init_app would look into the cookie after every answer, and every feed would vary by it.
    app.login_manager = _manager  # type: ignore[attr-defined]
    _manager.session_protection = None  # office proxies change addresses within a session
    app.extensions["find_actor"] = find_actor
    app.extensions["contains_demo"] = contains_demo
    app.before_request(_note_activity)


def holder(attempt: Attempt) -> SignedIn | None:
    """Return the cookie's holder of an attempt that has an account."""
    if attempt.actor is None or attempt.actor.user_id is None:
        return None
    return SignedIn(attempt.actor.user_id, attempt.generation, attempt.actor)


def find_actor() -> Actor | None:
    """Return who the request's cookie says acts."""
    found: Actor | None = current_user.actor if current_user.is_authenticated else None
    return found


def contains_demo(session: Session) -> bool:
    """Say whether demo data exists; with a cookie's holder it is known already."""
    known: bool | None = current_user.contains_demo if current_user.is_authenticated else None
    return has_demo_users(session) if known is None else known


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(cookie: str) -> SignedIn | None:
    key, _, generation = cookie.partition(":")
    try:
        wanted = UUID(key), int(generation)
    except ValueError:  # signed by us, in a form of another version
        return None
    return repeated(lambda: _find(*wanted))


def _find(key: UUID, generation: int) -> SignedIn | None:
    """Look the user up in a short reading session: the request's own may hold the write lock."""
    with database().reading() as short:
        found = active_user(short, key, generation=generation)
        return _signed_in(*found) if found else None


def _signed_in(user: User, contains_demo: bool) -> SignedIn:
    return SignedIn(
        user.id, user.session_generation, user.as_actor(), user.last_seen_at, contains_demo
    )


def _note_activity() -> None:
    """Write `last_seen_at` at most once in ten minutes, on safe requests only."""
    if request.method not in SAFE_METHODS or request.endpoint == "static" or g.get("actor") is None:
        return
    seen = current_user.last_seen_at
    if seen is None or clock.machine_now() - seen > ACTIVITY_INTERVAL:
        key = current_user.user_id
        with suppress(BusyError):  # reading goes on; the next page notes it
            aside_repeated(lambda short: note_activity(short, user_id=key))
