"""The blueprint, and the page of one visit, which every use case comes back to."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.delegations.enums import TONES
from exchange.delegations.legs import open_points
from exchange.delegations.queries import steps_of
from exchange.delegations.queries.orders import members_page
from exchange.delegations.queries.wholes import tied_visit
from exchange.delegations.rules import (
    PUBLISHABLE,
    has_outcome,
    is_movable,
    may_be_drafted,
    may_fall_back,
    possible_moves,
    standings,
)
from exchange.web.access import signed_in
from exchange.web.offers import panels_for
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("delegations", __name__, url_prefix="/delegations")


def visit_page(key: UUID, *, status: int = 200, refusal: Message | None = None) -> Response:
    """Render a visit, with the sentence of a refused button on top."""
    visit = tied_visit(session(), key)
    steps = steps_of(session(), key)
    return render(
        "delegations/show.html",
        status=status,
        refusal=refusal,
        visit=visit,
        tones=TONES,
        entered={step.state: step for step in steps},
        standings=standings(visit.state, {step.state for step in steps}),
        moves=possible_moves(visit.state),
        movable=is_movable(visit.state),
        falls_back=may_fall_back(visit.state),
        undecided=may_be_drafted(visit.state),
        open_legs=open_points(visit),
        with_outcome=has_outcome(visit.state),
        publishable=visit.state in PUBLISHABLE,
        **_first_members(key),
        panels=panels_for(Subject("visit", key)),
    )


def _first_members(key: UUID) -> dict[str, object]:
    """Return the first page of members, for those who may see them."""
    if not signed_in().may("members:read"):
        return {"members": None}
    page, before = members_page(session(), key)
    return {"members": page.rows, "before": before, "count": page.count}


def refused(key: UUID, error: DomainError) -> Response:
    """Show the visit as it is with the reason why a button did nothing."""
    return visit_page(key, status=error.status, refusal=error.sentence)
