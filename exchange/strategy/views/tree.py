"""The strategy's page."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from werkzeug.wrappers import Response

from exchange.core.offers import Panel, Subject
from exchange.partners.queries import all_partners
from exchange.strategy.models import Strategy
from exchange.strategy.queries import current_strategy
from exchange.strategy.views.room import blueprint
from exchange.web.access import actor, public
from exchange.web.offers import panels_for
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/")
@public
def index() -> Response:
    """Show the tree; what the draft alone says is for staff."""
    strategy = current_strategy(session())
    who = actor()
    staff = who is not None and who.may("indicators:read")
    return render(
        "strategy/index.html",
        strategy=strategy,
        panels=_panels_by_place(strategy) if strategy else {},
        staff=staff,
        partners={row.slug: row.names for row in all_partners(session())} if staff else {},
    )


def _panels_by_place(strategy: Strategy) -> Mapping[str, Sequence[Panel]]:
    """Return other rooms' panels by the slug of the policy, measure or project they belong to."""
    panels = panels_for(Subject("strategy", strategy.id))
    places = sorted(panels, key=_place)
    return {place: list(found) for place, found in groupby(places, key=_place)}


def _place(panel: Panel) -> str:
    return str(panel.context["place"])
