"""The editions that serve the strategy."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.permissions import Actor
from exchange.strategy.models import LeadingProject, Measure, Policy
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Programme
from exchange.youth.queries.programmes import readable_editions


def with_served(session: Session, edition: Edition) -> Edition:
    """Return an edition with the measures and leading projects it serves."""
    served = select(Edition).where(Edition.id == edition.id)
    loaded = served.options(joinedload(Edition.measures), joinedload(Edition.projects))
    return session.scalars(loaded).unique().one()


def editions_serving(session: Session, strategy_id: UUID, actor: Actor | None) -> Sequence[Edition]:
    """Return the editions a person may read that serve a strategy, the latest first.

    With programme, partner, measures and projects, in one statement; what was cancelled served
    nothing.
    """
    measures = Measure.policy_id.in_(select(Policy.id).where(Policy.strategy_id == strategy_id))
    served = or_(
        Edition.measures.any(measures),
        Edition.projects.any(LeadingProject.strategy_id == strategy_id),
    )
    statement = select(Edition).where(
        served,
        Edition.id.in_(readable_editions(actor)),
        Edition.state != EditionState.CANCELLED,
    )
    loaded = statement.options(
        joinedload(Edition.measures),
        joinedload(Edition.projects),
        joinedload(Edition.programme).joinedload(Programme.partner),
    )
    return session.scalars(loaded.order_by(Edition.starts.desc(), Edition.id)).unique().all()
