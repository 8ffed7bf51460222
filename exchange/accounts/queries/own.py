"""All that is kept about an account and its use, for the person whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import (
    DirectoryIdentity,
    Passkey,
    SignInAttempt,
    User,
    UserSession,
)
from exchange.accounts.queries.factors import factors_of
from exchange.accounts.rules import Factors


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account with everything that hangs on it; ended and removed ones too."""

    user: User
    factors: Factors
    passkeys: Sequence[Passkey]
    identities: Sequence[DirectoryIdentity]
    sessions: Sequence[UserSession]
    attempts: Sequence[SignInAttempt]


def own_account(session: Session, user: User) -> OwnAccount:
    """Return what is kept about an account, the oldest first."""
    passkeys = select(Passkey).where(Passkey.user_id == user.id)
    identities = select(DirectoryIdentity).where(DirectoryIdentity.user_id == user.id)
    sessions = select(UserSession).where(UserSession.user_id == user.id)
    attempts = select(SignInAttempt).where(SignInAttempt.email == user.email)
    return OwnAccount(
        user=user,
        factors=factors_of(session, user.id),
        passkeys=session.scalars(passkeys.order_by(Passkey.added_at, Passkey.id)).all(),
        identities=session.scalars(
            identities.order_by(DirectoryIdentity.bound_at, DirectoryIdentity.id)
        ).all(),
        sessions=session.scalars(sessions.order_by(UserSession.begun_at, UserSession.id)).all(),
        attempts=session.scalars(attempts.order_by(SignInAttempt.at, SignInAttempt.id)).all(),
    )
