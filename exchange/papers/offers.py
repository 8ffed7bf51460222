"""Which papers of a visit were printed, for the room that says which a change touches."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.papers.queries import last_prints
from exchange.papers.reprinting import kind_of


def find_printed(session: Session, *, visit_id: UUID) -> Collection[str]:
    """Return what was ever printed, by kind: one speech stands for the speeches."""
    return {kind_of(name) for name in last_prints(session, visit_id)}
