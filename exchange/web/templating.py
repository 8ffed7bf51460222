"""What every template may use: translations, dates, the places of the header."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request, url_for
from jinja2 import StrictUndefined

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text, fiscal_year_text, moment_text, partial_text, range_text
from exchange.core.translate import show, translate
from exchange.web import languages
from exchange.web.access import actor
from exchange.web.transactions import session


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the header: shown to those who hold `permission`, None is everyone."""

    id: str
    endpoint: str
    name: Message
    permission: str | None = None


#: The header's places in order; a school sees desk, calendar, help instead of the inner ones.
PLACES: Final = (
    Place("home", "home.staff", message("web.nav.home"), "home:read"),
    Place("desk", "desk.index", message("web.nav.desk"), "desk:read"),
    Place("partners", "partners.index", message("web.nav.partners")),
    Place("calendar", "calendars.index", message("web.nav.calendar")),
    Place("visits", "delegations.index", message("web.nav.visits"), "visits:read"),
    Place("youth", "youth.index", message("web.nav.youth")),
    Place("indicators", "indicators.index", message("web.nav.indicators")),
    Place("strategy", "strategy.index", message("web.nav.strategy")),
)


def register_templating(app: Flask) -> None:
    """Make undefined names raise and give templates their globals and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(t=_t, label=label, days=_days)
    app.jinja_env.filters.update(
        date=_date,
        day=_day,
        datetime=_datetime,
        fiscal_year=_fiscal_year,
        localized=_localized,
    )
    app.context_processor(_context)


def _t(text: str | Message, /, **params: object) -> str:
    found = text if isinstance(text, Message) else Message(text, params)
    return translate(found, languages.current())


def _date(value: date | PartialDate, *, weekday: bool = True) -> str:
    """Print a day with its weekday, or a partial date as it is."""
    if isinstance(value, PartialDate):
        return partial_text(value, languages.current(), weekday=weekday)
    return day_text(value, languages.current(), weekday=weekday)


def _day(value: date | PartialDate) -> str:
    return _date(value, weekday=False)


def _days(first: date, last: date) -> str:
    return range_text(first, last, languages.current())


def _datetime(value: datetime, zone: str | None = None) -> str:
    place = ZoneInfo(zone) if zone else OFFICE_ZONE
    return moment_text(value, languages.current(), zone=place)


def _fiscal_year(value: FiscalYear) -> str:
    return fiscal_year_text(value, languages.current())


def _localized(value: Localized) -> str:
    return value.in_language(languages.current())


def _context() -> dict[str, Any]:
    found = actor()
    return {
        "actor": found,
        "lang": languages.current(),
        "languages": [(tag, name, _in_language(tag)) for tag, name in languages.choices()],
        "places": [_drawn(place) for place in PLACES if _shown(place)],
        "settings_public": current_app.extensions["settings"].public,
        "contains_demo": current_app.extensions["contains_demo"](session()),
        "show": lambda value: show(value, languages.current()),
    }


def _shown(place: Place) -> bool:
    found = actor()
    known = place.endpoint in current_app.view_functions
    return known and (
        place.permission is None or (found is not None and found.may(place.permission))
    )


def _drawn(place: Place) -> Mapping[str, object]:
    room = place.endpoint.partition(".")[0]
    return {
        "id": place.id,
        "href": url_for(place.endpoint),
        "message": place.name,
        "current": request.blueprint == room,
    }


def _in_language(tag: str) -> str:
    arguments = {**request.args.to_dict(flat=False), "lang": tag}
    if request.endpoint is None or request.method != "GET":
        return f"?lang={tag}"
    return url_for(request.endpoint, **{**(request.view_args or {}), **arguments})
