"""Attempts to sign in and to open secret links: counted before anything is compared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt
from exchange.accounts.queries import failures_since, user_by_email
from exchange.accounts.rules import (
    WINDOW,
    ensure_attempt_allowed,
    ensure_link_allowed,
    plain_address,
)
from exchange.accounts.services.traces import NO_ACCOUNT, drop_attempts
from exchange.core import clock
from exchange.core.database import take_turns
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt and what a password is compared with; a link's has neither."""

    id: UUID
    #: Who it would be; None when the address has no active account.
    actor: Actor | None
    password_hash: str | None


def begin_attempt(session: Session, *, email: str, address: str) -> Attempt:
    """Count a sign-in attempt before the password is looked at.

    Raises TooManyAttemptsError. Attempts from before yesterday are dropped on the way.
    """
    moment = clock.machine_now()
    known = plain_address(email)
    take_turns(session, f"sign-in of {known}")  # or attempts at one moment would not see each other
    take_turns(session, f"sign-in from {address}")
    by_email, by_address = failures_since(
        session, email=known, address=address, since=moment - WINDOW
    )
    ensure_attempt_allowed(failures_by_email=by_email, failures_by_address=by_address)
    key = _count(session, email=known, address=address, moment=moment)
    user = user_by_email(session, known)
    if user is None or not user.active:
        return Attempt(key, None, None)
    return Attempt(key, user.as_actor(), user.password_hash)


def begin_link_attempt(session: Session, *, address: str) -> Attempt:
    """Count the opening of a secret link before it is looked up; a live one is then finished.

    Failed sign-ins from the address count with it. Raises TooManyLinksError.
    """
    moment = clock.machine_now()
    take_turns(session, f"sign-in from {address}")
    _, by_address = failures_since(
        session, email=NO_ACCOUNT, address=address, since=moment - WINDOW
    )
    ensure_link_allowed(failures_by_address=by_address)
    return Attempt(_count(session, email=NO_ACCOUNT, address=address, moment=moment), None, None)


def finish_attempt(session: Session, *, attempt: Attempt) -> None:
    """Mark an attempt as a success; it no longer counts as a failure."""
    session.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt.id).values(succeeded=True)
    )


def _count(session: Session, *, email: str, address: str, moment: datetime) -> UUID:
    drop_attempts(session, moment=moment)
    row = SignInAttempt(email=email, address=address, at=moment)
    session.add(row)
    session.flush()
    return row.id
