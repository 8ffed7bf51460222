"""Looking passkeys up; removed ones are nobody's."""

from collections.abc import Collection, Sequence, Set
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import Passkey


def passkeys_of(session: Session, user_id: UUID) -> Sequence[Passkey]:
    """Return a person's passkeys, oldest first."""
    return session.scalars(
        select(Passkey)
        .where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
        .order_by(Passkey.added_at, Passkey.id)
    ).all()


def passkey_holders(session: Session, keys: Collection[UUID]) -> Set[UUID]:
    """Return who of some people has a passkey."""
    statement = select(Passkey.user_id).where(
        Passkey.removed_at.is_(None), Passkey.user_id.in_(keys)
    )
    return set(session.scalars(statement))


def own_passkey(session: Session, user_id: UUID, key: UUID) -> Passkey | None:
    """Return one of a person's passkeys."""
    return session.scalar(
        select(Passkey).where(
            Passkey.id == key, Passkey.user_id == user_id, Passkey.removed_at.is_(None)
        )
    )


def locked_passkey(session: Session, credential_id: str) -> Passkey | None:
    """Return the passkey of a credential, held until the transaction ends: its count moves."""
    return session.scalar(
        select(Passkey)
        .where(Passkey.credential_id == credential_id, Passkey.removed_at.is_(None))
        .with_for_update()
    )
