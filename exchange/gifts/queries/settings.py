"""What is better not given, and how much a gift may be worth."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.errors import NotFoundError
from exchange.gifts.models import GiftLimit, Taboo


def taboos(session: Session) -> Sequence[Taboo]:
    """Return what is better not given, by kind, the oldest first."""
    found = select(Taboo).where(Taboo.ended_at.is_(None))
    return session.scalars(found.order_by(Taboo.kind, Taboo.created_at, Taboo.id)).all()


def taboo_by_id(session: Session, key: UUID) -> Taboo:
    """Return a line of the list; raises NotFoundError for one taken off it."""
    found = session.get(Taboo, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found


def limits(session: Session) -> Sequence[GiftLimit]:
    """Return every limit by line, the latest first."""
    found = select(GiftLimit).where(GiftLimit.ended_at.is_(None))
    ordered = found.order_by(GiftLimit.line, GiftLimit.since.desc(), GiftLimit.id)
    return session.scalars(ordered).all()


def limit_by_id(session: Session, key: UUID) -> GiftLimit:
    """Return a limit; raises NotFoundError for one taken back."""
    found = session.get(GiftLimit, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found
