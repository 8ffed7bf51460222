"""The calendar page in its views, and what a program asks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import jsonify, request
from werkzeug.wrappers import Response

from exchange.calendars.agenda import agenda_months, for_grid, read_choices, read_day, read_range
from exchange.calendars.grids import (
    Mark,
    Span,
    View,
    marks_by_day,
    month_grid,
    span_of,
    week_plan,
    year_grids,
)
from exchange.calendars.subscriptions import PUBLIC_KINDS
from exchange.calendars.views.room import blueprint
from exchange.closures.queries import closed_days_of
from exchange.closures.rules import HOME
from exchange.core import clock
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryQuery
from exchange.partners.models import Partner
from exchange.partners.queries import all_partners
from exchange.web import languages
from exchange.web.access import actor, public
from exchange.web.offers import entries_for
from exchange.web.pages import render
from exchange.web.transactions import session

#: Views with room for the names of days.
_MARKED: Final = frozenset({View.MONTH, View.WEEK})
_AUDIENCES: Final = (Audience.STAFF.value, Audience.PUBLIC.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page's address says beside its days; empty sets mean everything."""

    partners: frozenset[str]
    kinds: frozenset[EntryKind]
    #: Staff may look at it as the public does.
    as_public: bool

    @property
    def arguments(self) -> dict[str, Any]:
        """The parameters of the address that keep the choice."""
        told = {
            "partner": sorted(self.partners),
            "kinds": sorted(kind.value for kind in self.kinds),
            "audience": Audience.PUBLIC.value if self.as_public else "",
        }
        return {name: value for name, value in told.items() if value}


@blueprint.get("/calendar/")
@public
def index() -> Response:
    """Show the calendar as a list, a month, twelve months, or a week to print."""
    partners = all_partners(session())
    view = _view()
    day = read_day(request.args.get("from"), today=clock.today())
    asked = _asked(partners)
    span = span_of(view, day)
    entries = _find(asked, span.first, span.last)
    return render(
        "calendars/index.html",
        view=view,
        views=tuple(View),
        day=day,
        today=clock.today(),
        span=span,
        partners=partners,
        asked=asked,
        kinds=_kinds(),
        is_staff=_is_staff(),
        marks=_marks(asked, partners, span) if view in _MARKED else {},
        **_drawn(view, entries, span.first),
    )


@blueprint.get("/calendar/entries.json")
@public
def entries() -> Response:
    """Answer a program: the entries between `start` and `end`, in the page's language."""
    first, last = read_range(request.args.get("start"), request.args.get("end"))
    found = _find(_asked(all_partners(session())), first, last)
    return jsonify([for_grid(entry, url=entry.path) for entry in found])


def _view() -> View:
    asked = read_choices("view", [request.args.get("view", "")], known=list(View))
    return View(next(iter(asked), View.AGENDA))


def _drawn(view: View, entries: Sequence[CalendarEntry], first: date) -> dict[str, Any]:
    """Lay entries out for a view; the other views' parts are empty."""
    language = languages.current()
    return {
        "months": agenda_months(entries, first) if view is View.AGENDA else (),
        "grid": month_grid(entries, first, language) if view is View.MONTH else None,
        "grids": year_grids(entries, first, language) if view is View.YEAR else (),
        "week": week_plan(entries, first) if view is View.WEEK else None,
    }


def _marks(asked: Asked, partners: Sequence[Partner], span: Span) -> Mapping[date, Sequence[Mark]]:
    """Name the closed days of the city and of the partners that are shown."""
    language = languages.current()
    names = {
        each.slug: each.names.in_language(language)
        for each in partners
        if not asked.partners or each.slug in asked.partners
    }
    closed = closed_days_of(session(), [HOME, *names], span.first, span.last)
    return marks_by_day(closed, names, language)


def _asked(partners: Sequence[Partner]) -> Asked:
    kinds = read_choices("kinds", request.args.getlist("kinds"), known=list(EntryKind))
    audience = read_choices("audience", [request.args.get("audience", "")], known=_AUDIENCES)
    return Asked(
        partners=read_choices(
            "partner", request.args.getlist("partner"), known=[each.slug for each in partners]
        ),
        kinds=frozenset(map(EntryKind, kinds)),
        as_public=_is_staff() and Audience.PUBLIC.value in audience,
    )


def _find(asked: Asked, first: date, last: date) -> list[CalendarEntry]:
    """Staff see everything, a school its own editions beside what is public."""
    query = EntryQuery(
        first=first,
        last=last,
        language=languages.current(),
        audience=Audience.STAFF if _is_staff() and not asked.as_public else Audience.PUBLIC,
        partners=asked.partners,
        actor=None if asked.as_public else actor(),
    )
    return [entry for entry in entries_for(query) if not asked.kinds or entry.kind in asked.kinds]


def _is_staff() -> bool:
    who = actor()
    return who is not None and who.school_id is None


def _kinds() -> Sequence[EntryKind]:
    if _is_staff():
        return tuple(EntryKind)
    return PUBLIC_KINDS if actor() is None else (*PUBLIC_KINDS, EntryKind.YOUTH)
