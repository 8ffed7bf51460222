"""Which editions answer each other."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from exchange.youth.models import Edition


def pair_of(session: Session, edition: Edition) -> Sequence[Edition]:
    """Return the edition one answers and those that answer it, in order of their days."""
    statement = select(Edition).where(
        or_(Edition.id == edition.follows_id, Edition.follows_id == edition.id)
    )
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def pair_choices(session: Session, edition: Edition) -> Sequence[Edition]:
    """Return the earlier editions of the programme the other way round, newest first."""
    statement = select(Edition).where(
        Edition.programme_id == edition.programme_id,
        Edition.direction != edition.direction,
        Edition.starts < edition.starts,
    )
    return session.scalars(statement.order_by(Edition.starts.desc(), Edition.id).limit(50)).all()
