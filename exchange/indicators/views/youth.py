"""The youth indicator: its readings, a year's participations, and the file."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import Page
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.indicators.breakdown import ShownTable, breakdown
from exchange.indicators.opendata import (
    BREAKDOWN_COLUMNS,
    YOUTH_COLUMNS,
    breakdown_rows,
    year_data,
    youth_data,
    youth_rows,
)
from exchange.indicators.queries.closing import closed_year, groups_of
from exchange.indicators.queries.participations import (
    Narrowing,
    described,
    entries_page,
    years_recorded,
)
from exchange.indicators.queries.youth import YouthReading, youth_reading
from exchange.indicators.rules import achievement, years_between
from exchange.indicators.schemas import YOUTH, schema_of_a_year
from exchange.indicators.views.room import blueprint, csv_file, is_staff, json_file
from exchange.web.access import public, signed_in
from exchange.web.pages import render, settings
from exchange.web.transactions import session
from exchange.youth.models import Participation


@blueprint.get("/indicators/youth-participation/")
@public
def youth() -> Response:
    """Show the three readings of the youth indicator side by side."""
    staff = is_staff()
    reading = _reading(with_demo=staff)
    now = FiscalYear.of(reading.as_of).start
    recorded = years_recorded(session(), signed_in()) if staff else frozenset()
    return render(
        "indicators/youth.html",
        reading=reading,
        years=years_between(reading.first_year, now, reading.fiscal_years, recorded),
        recorded=recorded,
        breaks={each.year: each for each in reading.breaks},
        rate=achievement(reading),
        staff=staff,
    )


@blueprint.get("/indicators/youth-participation/<year:year>/")
@public
def youth_year(year: int) -> Response:
    """Show what is behind a fiscal year: its breakdown for everyone, participations for staff.

    A year of which nothing counts is there for those who may read why.
    """
    staff = is_staff()
    reading = _reading(with_demo=staff)
    figures = reading.fiscal_years.get(year)
    page = _entries(year) if staff else None
    if figures is None and not (page and page.count):
        raise NotFoundError
    return render(
        "indicators/youth_year.html",
        reading=reading,
        year=FiscalYear(year),
        figures=figures,
        closed=closed_year(session(), year) if figures and figures.closed else None,
        over=clock.today() > FiscalYear(year).last_day,
        tables=_tables(year, everything=staff) if staff or (figures and figures.closed) else None,
        page=page,
        entries=described(session(), page.rows) if page else (),
    )


@blueprint.get("/indicators/youth-participation/<year:year>.<any(csv, json):form>")
@public
def year_file(year: int, form: str) -> Response:
    """Give a year's public breakdown as a file: the numbers of the public page, whoever asks.

    While the year is open it has no rows: two of its tables would tell what came in between.
    """
    figures = _reading(with_demo=False).fiscal_years.get(year)
    if figures is None:
        raise NotFoundError
    tables = _tables(year, everything=False) if figures.closed else None
    rows = breakdown_rows(year, tables or ())
    if form == "csv":
        return csv_file(f"youth-participation-{year}", BREAKDOWN_COLUMNS, rows)
    licence = settings().data_licence
    return json_file(year_data(year, figures, rows, as_of=clock.today(), licence=licence))


@blueprint.get("/indicators/youth-participation.<any(csv, json):form>")
@public
def youth_file(form: str) -> Response:
    """Give the readings as a file, without demo rows whoever asks."""
    reading = _reading(with_demo=False)
    if form == "csv":
        return csv_file("youth-participation", YOUTH_COLUMNS, youth_rows(reading))
    return json_file(youth_data(reading, licence=settings().data_licence))


@blueprint.get("/indicators/youth-participation.schema.json")
@public
def youth_schema() -> Response:
    """Give the JSON Schema of the readings' file."""
    return json_file(YOUTH, kind="schema+json")


@blueprint.get("/indicators/youth-participation/year.schema.json")
@public
def year_schema() -> Response:
    """Give the JSON Schema of a year's file; the same for every year."""
    return json_file(schema_of_a_year(), kind="schema+json")


def _tables(year: int, *, everything: bool) -> Sequence[ShownTable] | None:
    return breakdown(groups_of(session(), year, with_demo=everything), everything=everything)


def _entries(year: int) -> Page[Participation]:
    cursor = request.args.get("cursor")
    return entries_page(session(), signed_in(), Narrowing(fiscal_year=year), cursor=cursor)


def _reading(*, with_demo: bool) -> YouthReading:
    return youth_reading(session(), with_demo=with_demo, today=clock.today())
