"""Looking up who accounts' people are in the city's directory."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import DirectoryIdentity, User


def user_of_identity(session: Session, *, issuer: str, subject: str) -> User | None:
    """Return whose account a person of the directory is bound to, ended ones too."""
    return session.scalar(
        select(User)
        .join(DirectoryIdentity, DirectoryIdentity.user_id == User.id)
        .where(
            DirectoryIdentity.issuer == issuer,
            DirectoryIdentity.subject == subject,
            DirectoryIdentity.ended_at.is_(None),
        )
    )


def identity_of(session: Session, user_id: UUID, *, issuer: str) -> DirectoryIdentity | None:
    """Return who an account's person is in a directory."""
    return session.scalar(
        select(DirectoryIdentity).where(
            DirectoryIdentity.user_id == user_id,
            DirectoryIdentity.issuer == issuer,
            DirectoryIdentity.ended_at.is_(None),
        )
    )


def bound_users(session: Session, keys: Collection[UUID], *, issuer: str) -> frozenset[UUID]:
    """Return which of some accounts are bound to a directory."""
    return frozenset(
        session.scalars(
            select(DirectoryIdentity.user_id).where(
                DirectoryIdentity.issuer == issuer,
                DirectoryIdentity.ended_at.is_(None),
                DirectoryIdentity.user_id.in_(keys),
            )
        )
    )
