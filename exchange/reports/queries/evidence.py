"""What serves the strategy: visits, editions and activities, the latest of each first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.permissions import system_actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries.evidence import visits_serving
from exchange.strategy.models import Activity
from exchange.strategy.queries import activities_serving
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition
from exchange.youth.queries.serving import editions_serving


@dataclass(frozen=True, slots=True)
class Evidence:
    """What gathered by itself, each with measures, projects and partners."""

    visits: Sequence[Visit]
    editions: Sequence[Edition]
    activities: Sequence[Activity]


def evidence_of(session: Session, strategy_id: UUID) -> Evidence:
    """Return everything on record that serves a strategy; a draft is evidence of nothing."""
    visits = visits_serving(session, strategy_id, published_only=False)
    editions = editions_serving(session, strategy_id, system_actor("reports"))
    return Evidence(
        visits=[each for each in visits if each.state is not VisitState.DRAFT],
        editions=[each for each in editions if each.state is not EditionState.DRAFT],
        activities=activities_serving(session, strategy_id),
    )
