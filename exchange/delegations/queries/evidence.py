"""The visits that serve the strategy."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.delegations.models import Visit, VisitPartner
from exchange.delegations.rules import STOPPED
from exchange.strategy.models import LeadingProject, Measure, Policy


def visits_serving(session: Session, strategy_id: UUID, *, published_only: bool) -> Sequence[Visit]:
    """Return the visits that serve a strategy's measures or projects, the latest first.

    With partners, measures and projects, in one statement; what was put off or called off served
    nothing.
    """
    measures = Measure.policy_id.in_(select(Policy.id).where(Policy.strategy_id == strategy_id))
    served = or_(
        Visit.measures.any(measures),
        Visit.projects.any(LeadingProject.strategy_id == strategy_id),
    )
    statement = select(Visit).where(served, Visit.state.not_in(sorted(STOPPED)))
    if published_only:
        statement = statement.where(Visit.published_at.is_not(None))
    loaded = statement.options(
        joinedload(Visit.measures),
        joinedload(Visit.projects),
        joinedload(Visit.links).joinedload(VisitPartner.partner),
    )
    return session.scalars(loaded.order_by(Visit.starts.desc(), Visit.id)).unique().all()
