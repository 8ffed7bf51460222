"""The strategy's page, and a page for each measure and leading project."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.offers import Panel, Subject
from exchange.partners.queries import all_partners
from exchange.strategy.enums import Background
from exchange.strategy.models import Activity, LeadingProject, Measure, Strategy
from exchange.strategy.queries import activities_serving, background, current_strategy
from exchange.strategy.serving import by_place
from exchange.strategy.views.room import blueprint
from exchange.web.access import actor, public
from exchange.web.offers import panels_for
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/")
@public
def index() -> Response:
    """Show the tree; what the draft alone says is for staff."""
    strategy, staff = current_strategy(session()), _is_staff()
    facts = background(session(), with_draft=staff) if strategy else ()
    return render(
        "strategy/index.html",
        strategy=strategy,
        panels=_panels_by_place(strategy) if strategy else {},
        activities=_activities(strategy) if strategy and staff else {},
        history=[fact for fact in facts if fact.kind is Background.HISTORY],
        statistics=[fact for fact in facts if fact.kind is Background.STATISTIC],
        staff=staff,
        partners={row.slug: row.names for row in all_partners(session())} if staff else {},
    )


@blueprint.get("/measures/<slug>/")
@public
def measure(slug: str) -> Response:
    """Show a measure with its headings, its indicators, and what was done for it."""
    strategy = _present()
    measures = [each for policy in strategy.policies for each in policy.measures]
    return _place_page(strategy, _one(measures, slug), "strategy/measure.html")


@blueprint.get("/projects/<slug>/")
@public
def project(slug: str) -> Response:
    """Show a leading project and what was done for it; no source ties an indicator to one."""
    strategy = _present()
    return _place_page(strategy, _one(strategy.projects, slug), "strategy/project.html")


def _place_page(strategy: Strategy, row: Measure | LeadingProject, template: str) -> Response:
    staff = _is_staff()
    served = _activities(strategy).get(row.slug, ()) if staff else ()
    return render(
        template,
        row=row,
        panels=_panels_by_place(strategy).get(row.slug, ()),
        activities=served,
        sections=sorted({activity.section for activity in served}),
        staff=staff,
    )


def _present() -> Strategy:
    strategy = current_strategy(session())
    if strategy is None:
        raise NotFoundError
    return strategy


def _one(rows: Sequence[Measure] | Sequence[LeadingProject], slug: str) -> Measure | LeadingProject:
    found = next((row for row in rows if row.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found


def _is_staff() -> bool:
    who = actor()
    return who is not None and who.may("indicators:read")


def _activities(strategy: Strategy) -> Mapping[str, Sequence[Activity]]:
    return by_place(activities_serving(session(), strategy.id))


def _panels_by_place(strategy: Strategy) -> Mapping[str, Sequence[Panel]]:
    """Return other rooms' panels by the slug of the policy, measure or project they belong to."""
    panels = panels_for(Subject("strategy", strategy.id))
    places = sorted(panels, key=_place)
    return {place: list(found) for place, found in groupby(places, key=_place)}


def _place(panel: Panel) -> str:
    return str(panel.context["place"])
