"""The header's places, and where a person lands after signing in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from exchange.core.messages import Message, message
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the header: shown to those who hold `permission`, None is everyone."""

    id: str
    endpoint: str
    name: Message
    permission: str | None = None
    #: Further rooms whose pages belong here.
    rooms: tuple[str, ...] = ()
    #: Only the pages at and below its own address belong here, not all of its room.
    alone: bool = False


#: In order; the first one a person holds a permission for is where signing in leads.
PLACES: Final = (
    Place("home", "home.staff", message("web.nav.home"), "home:read"),
    Place("desk", "desk.index", message("web.nav.desk"), "desk:read"),
    Place(
        "partners",
        "partners.index",
        message("web.nav.partners"),
        rooms=("agreements", "open_data", "people"),
    ),
    Place("calendar", "calendars.index", message("web.nav.calendar")),
    Place(
        "celebrations",
        "celebrations.index",
        message("web.nav.celebrations"),
        rooms=("closures",),
    ),
    Place(
        "visits",
        "delegations.index",
        message("web.nav.visits"),
        "visits:read",
        rooms=("itineraries", "papers", "gifts", "budgets", "promises", "letters"),
    ),
    Place("youth", "youth.index", message("web.nav.youth"), rooms=("hosting",)),
    Place(
        "indicators",
        "indicators.index",
        message("web.nav.indicators"),
        rooms=("inquiries",),
    ),
    Place("strategy", "strategy.index", message("web.nav.strategy")),
    Place("reports", "reports.index", message("web.nav.reports"), "progress:read"),
    Place("guide", "desk.guide", message("web.nav.guide"), "desk:read", alone=True),
    Place("tasks", "tasks.index", message("web.nav.tasks"), "tasks:edit"),
)

#: Places of those who look after the house, drawn after the others.
INNER_PLACES: Final = (
    Place("users", "accounts.users", message("web.nav.users"), "users:edit", alone=True),
    Place("jobs", "jobs.index", message("web.nav.jobs"), "jobs:read"),
    Place("outbox", "outbox.index", message("web.nav.outbox"), "outbox:read"),
    Place("handover", "handover.index", message("web.nav.handover"), "handover:edit"),
    Place("privacy", "privacy.index", message("web.nav.privacy"), "pupils:erase"),
    Place("audit", "audit.index", message("web.nav.audit"), "audit:read"),
)


def drawn_places(actor: Actor | None) -> Sequence[Mapping[str, object]]:
    """Return the places an actor may go to, as the header draws them.

    On a closed network a stranger may go nowhere but to the sign-in.
    """
    if actor is None and not current_app.extensions["settings"].public:
        return []
    shown = [place for place in (*PLACES, *INNER_PLACES) if _shown(place, actor)]
    narrow = [place for place in shown if place.alone and _is_below(place)]
    current = narrow or [place for place in shown if _is_of(place)]
    return [_drawn(place, current) for place in shown]


def landing(actor: Actor | None) -> str:
    """Return the address a person starts from: home of the staff, a school's desk, or `/`."""
    own = (place for place in PLACES if place.permission and _shown(place, actor))
    first = next(own, None)
    return url_for(first.endpoint) if first else "/"


def _shown(place: Place, actor: Actor | None) -> bool:
    if place.endpoint not in current_app.view_functions:
        return False
    return place.permission is None or (actor is not None and actor.may(place.permission))


def _is_below(place: Place) -> bool:
    return request.path.startswith(url_for(place.endpoint))


def _is_of(place: Place) -> bool:
    room = place.endpoint.partition(".")[0]
    return not place.alone and request.blueprint in (room, *place.rooms)


def _drawn(place: Place, current: Sequence[Place]) -> Mapping[str, object]:
    return {
        "id": place.id,
        "href": url_for(place.endpoint),
        "message": place.name,
        "current": place in current,
    }
