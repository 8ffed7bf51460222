"""Who was told that a visit was put off or called off."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.delegations.models import VisitTelling


def tellings_of(session: Session, visit_id: UUID) -> Mapping[str, VisitTelling]:
    """Return the ticks of a visit by party, those taken back too."""
    found = session.scalars(select(VisitTelling).where(VisitTelling.visit_id == visit_id))
    return {telling.party: telling for telling in found}
