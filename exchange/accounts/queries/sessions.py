"""Looking sessions up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from exchange.accounts.enums import SessionEnd
from exchange.accounts.models import KeptForm, User, UserSession
from exchange.accounts.queries.factors import has_factor
from exchange.accounts.queries.users import demo_users
from exchange.accounts.rules import SessionLimits


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a live session, whether demo users exist, and whether there is a second factor."""

    user: User
    session: UserSession
    contains_demo: bool
    has_factor: bool


@dataclass(frozen=True, slots=True)
class FormWriter:
    """Who typed a form that is kept: a person with an account, or the holder of a secret link."""

    user_id: UUID | None = None
    link_id: UUID | None = None

    def wrote(self) -> ColumnElement[bool]:
        """Return what holds of the form this one typed."""
        if self.link_id is not None:
            return KeptForm.link_id == self.link_id
        return KeptForm.user_id == self.user_id


def session_holder(
    session: Session, token_hash: str, *, limits: SessionLimits, moment: datetime
) -> Holder | None:
    """Return who holds a session, in one statement; None once it or the account has ended."""
    since = {"used": moment - limits.idle, "begun": moment - limits.absolute}
    row = session.execute(_holder(), {"token_hash": token_hash, **since}).one_or_none()
    return Holder(*row) if row else None


@cache
def _holder() -> Select[User, UserSession, bool, bool]:
    """Build the statement once: every page of whoever is signed in begins with it."""
    return (
        select(User, UserSession, demo_users().exists(), has_factor())
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == bindparam("token_hash"),
            User.active.is_(True),
            _is_live(bindparam("used"), bindparam("begun")),
        )
    )


def lapsed_holder(session: Session, token_hash: str) -> UUID | None:
    """Return whose session it was that only time ended; None where somebody or something did."""
    return session.scalar(
        select(User.id)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == token_hash,
            UserSession.ended_at.is_(None),
            User.active.is_(True),
        )
    )


def session_end(session: Session, token_hash: str) -> SessionEnd | None:
    """Return what ended a session that is over; None of what is no session's token."""
    found = session.execute(
        select(UserSession.ended_at).where(UserSession.token_hash == token_hash)
    ).one_or_none()
    if found is None:
        return None
    return SessionEnd.SOMEBODY if found.ended_at is not None else SessionEnd.TIME


def kept_form(
    session: Session, key: UUID, *, writer: FormWriter, since: datetime
) -> KeptForm | None:
    """Return a kept form to whoever typed it, and to nobody else."""
    return session.scalar(
        select(KeptForm).where(KeptForm.id == key, writer.wrote(), KeptForm.kept_at > since)
    )


def live_sessions(
    session: Session, user_id: UUID, *, limits: SessionLimits, moment: datetime
) -> Sequence[UserSession]:
    """Return the sessions a person is signed in by, the one used last first."""
    since = (moment - limits.idle, moment - limits.absolute)
    return session.scalars(
        select(UserSession)
        .where(UserSession.user_id == user_id, _is_live(*since))
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    ).all()


def own_session(session: Session, user_id: UUID, key: UUID) -> UserSession | None:
    """Return a session by its key, only to the person who holds it."""
    return session.scalar(
        select(UserSession).where(UserSession.id == key, UserSession.user_id == user_id)
    )


def _is_live(
    used: datetime | BindParameter[datetime], begun: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """A session is live that was used and begun after these."""
    return and_(
        UserSession.ended_at.is_(None),
        UserSession.seen_at > used,
        UserSession.begun_at > begun,
    )
