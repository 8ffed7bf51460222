"""Sessions: begun, noted as used, ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from exchange.accounts.models import User, UserSession
from exchange.accounts.rules import SESSIONS_KEPT
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a session is used: the browser, and the network address it came from."""

    device: str
    address: str


def begin_session(session: Session, *, user_id: UUID, visit: Visit, is_strong: bool = False) -> str:
    """Begin a session; returns what the cookie carries, which is kept only as its hash.

    Sessions that were over a month ago are dropped on the way.
    """
    moment = clock.machine_now()
    session.execute(delete(UserSession).where(UserSession.seen_at < moment - SESSIONS_KEPT))
    token = secrets.token_urlsafe(32)
    row = UserSession(
        user_id=user_id,
        token_hash=hash_token(token),
        is_strong=is_strong,
        begun_at=moment,
        seen_at=moment,
        device=visit.device,
        address=visit.address,
    )
    session.add(row)
    session.flush()
    _seen(session, user_id, moment)
    return token


def hash_token(token: str) -> str:
    """Return what is kept of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def note_activity(session: Session, *, session_id: UUID, user_id: UUID, address: str) -> None:
    """Remember that a session is in use; neither the person's version nor change date moves."""
    moment = clock.machine_now()
    session.execute(
        update(UserSession)
        .where(UserSession.id == session_id)
        .values(seen_at=moment, address=address)
    )
    _seen(session, user_id, moment)


def leave_session(session: Session, *, token: str) -> None:
    """End the session of a cookie, if it is one: whoever signs out, or signs in anew."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == hash_token(token), UserSession.ended_at.is_(None))
        .values(ended_at=clock.machine_now())
    )


def end_session(session: Session, *, actor: Actor, row: UserSession) -> None:
    """End one of a person's sessions; one that is over stays as it is."""
    if row.ended_at is not None:
        return
    row.ended_at = clock.machine_now()
    _record(session, actor, row.user_id)


def end_all_sessions(session: Session, *, actor: Actor, user_id: UUID) -> None:
    """End every session of a person, with a line that says so."""
    end_sessions(session, user_id=user_id)
    _record(session, actor, user_id)


def end_sessions(session: Session, *, user_id: UUID) -> None:
    """End every session of a person, as part of what has a line of its own."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=clock.machine_now())
    )


def _seen(session: Session, user_id: UUID, moment: datetime) -> None:
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(last_seen_at=moment, updated_at=User.updated_at)
    )


def _record(session: Session, actor: Actor, user_id: UUID) -> None:
    record(session, actor=actor, act="accounts.end_sessions", subject=Subject("user", user_id))
