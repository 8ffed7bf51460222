"""What a visit that is called off has cost."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.budgets.queries import lines_of, visits_without_cost, visits_without_lines
from exchange.budgets.rules import total
from exchange.core.amounts import Money
from exchange.core.messages import message
from exchange.core.offers import LooseEnds, Remaining
from exchange.core.permissions import Actor


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return what is spent or committed of a visit's budget, for those who may read it."""
    lines = lines_of(session, visit_id) if actor.may("budgets:read") else ()
    if not lines:
        return LooseEnds()
    sums = total(lines)
    said = message(
        "budgets.loose.bound", bound=Money(sums.bound, "JPY"), budgeted=Money(sums.budgeted, "JPY")
    )
    return LooseEnds(costs=[said])


def remaining(session: Session, *, fiscal_year: int, actor: Actor) -> Sequence[Remaining]:
    """Return the visits of a fiscal year without any budget, and those without an actual cost."""
    if not actor.may("budgets:read"):
        return ()
    found = (
        (visits_without_lines(session, fiscal_year), message("budgets.remaining.no_lines")),
        (visits_without_cost(session, fiscal_year), message("budgets.remaining.no_cost")),
    )
    return [
        Remaining(visit.title, why, f"/budgets/visits/{visit.id}/")
        for visits, why in found
        for visit in visits
    ]
