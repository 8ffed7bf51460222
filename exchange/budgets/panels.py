"""What a visit costs, on the visit's page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.budgets.queries import lines_of
from exchange.budgets.rules import sunk, total
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the four amounts of a visit and what is left, for those who may read them."""
    if subject.kind != "visit" or actor is None or not actor.may("budgets:read"):
        return ()
    lines = lines_of(session, subject.id)
    sums = total(lines)
    visit = session.get_one(Visit, subject.id)  # the page has loaded it
    return [
        Panel(
            id="budget",
            title=message("budgets.panel.title"),
            template="budgets/_panel.html",
            context={
                "visit_id": subject.id,
                "sums": sums,
                "number": len(lines),
                "sunk": sunk(sums, visit.state),
                "may_edit": actor.may("budgets:edit"),
            },
            audience=Audience.STAFF,
            order=66,
        )
    ]
