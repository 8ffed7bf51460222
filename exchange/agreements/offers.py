"""Agreements that are over, for whoever decides what is kept of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement
from exchange.core.offers import Official, Subject


def official(session: Session, before: date) -> Sequence[Official]:
    """Return the agreements that ended before a day, the oldest first."""
    ended = select(Agreement).where(Agreement.ended_on.is_not(None))
    rows = session.scalars(ended.order_by(Agreement.ended_on, Agreement.id))
    return [
        Official(
            Subject("agreement", row.id), row.title, row.ended_on.latest, f"/agreements/{row.slug}/"
        )
        for row in rows
        if row.ended_on is not None and row.ended_on.latest < before
    ]
