"""What a visit costs, on the visit's page."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.budgets.queries import lines_of
from exchange.budgets.rules import sunk, total
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the four amounts of a visit and what is left, for those who may read them.

    Below the list of visits stands the way to the budgets of all of them.
    """
    if actor is None or not actor.may("budgets:read"):
        return ()
    if subject.kind == "visits":
        return [_years()]
    return [_of_visit(session, subject.id, actor)] if subject.kind == "visit" else ()


def _years() -> Panel:
    """The way to all budgets from the list of visits."""
    return Panel(
        id="budget",
        title=message("budgets.index.title"),
        template="budgets/_visits_panel.html",
        audience=Audience.STAFF,
        order=66,
    )


def _of_visit(session: Session, key: UUID, actor: Actor) -> Panel:
    lines = lines_of(session, key)
    sums = total(lines)
    visit = session.get_one(Visit, key)  # the page has loaded it
    return Panel(
        id="budget",
        title=message("budgets.panel.title"),
        template="budgets/_panel.html",
        context={
            "visit_id": key,
            "sums": sums,
            "number": len(lines),
            "sunk": sunk(sums, visit.state),
            "may_edit": actor.may("budgets:edit"),
        },
        audience=Audience.STAFF,
        order=66,
    )
