"""The youth indicator: its readings, a year's participations, and the file."""

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import Page
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.indicators.opendata import YOUTH_COLUMNS, youth_json, youth_rows
from exchange.indicators.queries.participations import (
    described,
    entries_of_year,
    parts_of_year,
    years_recorded,
)
from exchange.indicators.queries.youth import YouthReading, youth_reading
from exchange.indicators.rules import achievement, breakdown, years_between
from exchange.indicators.views.room import blueprint, csv_file, is_staff, json_file
from exchange.web.access import actor, public
from exchange.web.pages import render
from exchange.web.transactions import session
from exchange.youth.models import Participation


@blueprint.get("/indicators/youth-participation/")
@public
def youth() -> Response:
    """Show the three readings of the youth indicator side by side."""
    reading = _reading(with_demo=is_staff())
    now = FiscalYear.of(reading.as_of).start
    reader = _reader()
    recorded = years_recorded(session(), reader) if reader else frozenset()
    return render(
        "indicators/youth.html",
        reading=reading,
        years=years_between(reading.first_year, now, reading.fiscal_years, recorded),
        recorded=recorded,
        breaks={each.year: each for each in reading.breaks},
        rate=achievement(reading),
        staff=is_staff(),
    )


@blueprint.get("/indicators/youth-participation/<int:year>/")
@public
def youth_year(year: int) -> Response:
    """Show what is behind a fiscal year: programmes for everyone, participations for staff.

    A year of which nothing counts is there for those who may read why.
    """
    staff, reader = is_staff(), _reader()
    reading = _reading(with_demo=staff)
    figures = reading.fiscal_years.get(year)
    page = _entries(reader, year) if reader else None
    if figures is None and not (page and page.count):
        raise NotFoundError
    return render(
        "indicators/youth_year.html",
        reading=reading,
        year=FiscalYear(year),
        figures=figures,
        parts=breakdown(parts_of_year(session(), year, with_demo=staff), everything=staff),
        page=page,
        entries=described(session(), page.rows) if page else (),
    )


@blueprint.get("/indicators/youth-participation.<any(csv, json):form>")
@public
def youth_file(form: str) -> Response:
    """Give the readings as a file, without demo rows whoever asks."""
    reading = _reading(with_demo=False)
    if form == "csv":
        return csv_file("youth-participation", YOUTH_COLUMNS, youth_rows(reading))
    return json_file(youth_json(reading))


def _entries(who: Actor, year: int) -> Page[Participation]:
    return entries_of_year(session(), who, year, cursor=request.args.get("cursor"))


def _reader() -> Actor | None:
    """Return who asks, where they may read participations."""
    who = actor()
    return who if who is not None and who.may("participations:read") else None


def _reading(*, with_demo: bool) -> YouthReading:
    return youth_reading(session(), with_demo=with_demo, today=clock.today())
