"""What a visit that is called off has cost."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.budgets.queries import lines_of
from exchange.budgets.rules import total
from exchange.core.amounts import Money
from exchange.core.messages import message
from exchange.core.offers import LooseEnds
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
