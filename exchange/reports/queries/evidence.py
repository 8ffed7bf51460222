"""What serves the strategy: visits, editions and activities, the latest of each first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.permissions import system_actor
from exchange.delegations.models import Visit
from exchange.delegations.queries.evidence import visits_serving
from exchange.strategy.models import Activity
from exchange.strategy.queries import activities_serving
from exchange.youth.models import Edition
from exchange.youth.queries.serving import editions_serving


@dataclass(frozen=True, slots=True)
class Evidence:
    """What gathered by itself, each with measures, projects and partners."""

    visits: Sequence[Visit]
    editions: Sequence[Edition]
    activities: Sequence[Activity]


def evidence_of(session: Session, strategy_id: UUID) -> Evidence:
    """Return everything on record that serves a strategy; drafts of editions too."""
    return Evidence(
        visits=visits_serving(session, strategy_id, published_only=False),
        editions=editions_serving(session, strategy_id, system_actor("reports")),
        activities=activities_serving(session, strategy_id),
    )
