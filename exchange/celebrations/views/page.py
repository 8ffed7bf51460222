"""The page of a celebration."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.celebrations.enums import STEP_TONES, TONES, CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import anniversary_of, celebration_by_id, steps_of
from exchange.celebrations.rules import PUBLISHABLE, missing_languages, possible_moves
from exchange.celebrations.runway import is_done, standing
from exchange.celebrations.services.celebrations import subject_of
from exchange.celebrations.windows import WindowDay, check_window, open_runs
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import Message
from exchange.core.offers import Linkable
from exchange.web.access import requires, signed_in
from exchange.web.offers import linkable, panels_for
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("celebrations", __name__, url_prefix="/celebrations")


@blueprint.get("/<uuid:key>/")
@requires("celebrations:read")
def show(key: UUID) -> Response:
    """Show a celebration with its anniversary, its days on both sides and its runway."""
    return page(key)


def page(key: UUID, *, refusal: Message | None = None, status: int = 200) -> Response:
    """Draw the page, after a refused step with the reason."""
    celebration = celebration_by_id(session(), key)
    steps, today = steps_of(session(), key), clock.today()
    days = _days(celebration)
    return render(
        "celebrations/show.html",
        status=status,
        celebration=celebration,
        refusal=refusal,
        anniversary=anniversary_of(celebration),
        moves=possible_moves(celebration.state),
        publishable=celebration.state in PUBLISHABLE,
        missing=" · ".join(OWN_NAMES[tag] for tag in missing_languages(celebration.title)),
        over=celebration.state in {CelebrationState.HELD, CelebrationState.CANCELLED},
        tones=TONES,
        step_tones=STEP_TONES,
        steps=[
            (step, standing(step, since=celebration.runway_since, today=today), is_done(step))
            for step in steps
        ],
        minded=[day for day in days if not day.open],
        looked_at=len(days),
        runs=open_runs(days),
        linked=_linked(celebration),
        panels=panels_for(subject_of(celebration)),
    )


def refused(key: UUID, error: DomainError) -> Response:
    """Draw the page with why a step was not taken."""
    return page(key, refusal=error.sentence, status=error.status)


def _days(celebration: Celebration) -> list[WindowDay]:
    """Hold the days against the closed days; none where they are too many or not on file."""
    first, last = celebration.starts, celebration.ends
    if first is None or last is None:
        return []
    may = signed_in().may("closures:read")
    try:
        return check_window(session(), celebration.partner.slug, first, last, staff=may)
    except DomainError:
        return []


def _linked(celebration: Celebration) -> list[Linkable]:
    found = linkable(celebration.partner.id)
    chosen = {link.visit_id for link in celebration.visits} | {
        link.edition_id for link in celebration.editions
    }
    return [each for offered in found.values() for each in offered if each.id in chosen]
