"""Pages and data files of the indicators."""

import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.agreements.opendata import Column, DataRow, column_names
from exchange.core import clock
from exchange.core.database import Page
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.documents.csv_files import csv_bytes
from exchange.indicators.opendata import (
    COLUMNS,
    YOUTH_COLUMNS,
    indicator_rows,
    youth_json,
    youth_rows,
)
from exchange.indicators.queries.definitions import (
    all_indicators,
    missing_tables,
    superseded_baselines,
)
from exchange.indicators.queries.youth import (
    SLUG,
    YouthReading,
    described,
    entries_of_year,
    parts_of_year,
    running_total,
    years_recorded,
    youth_reading,
)
from exchange.indicators.rules import breakdown, definition_rows, years_between
from exchange.web.access import actor, public
from exchange.web.pages import render
from exchange.web.transactions import session
from exchange.youth.models import Participation

blueprint = Blueprint("indicators", __name__)


@blueprint.get("/indicators/")
@public
def index() -> Response:
    """Show the indicators of the strategy in one table."""
    return render(
        "indicators/index.html",
        rows=definition_rows(all_indicators(session()), _latest()),
        missing=missing_tables(session()),
        older=superseded_baselines(session()) if _is_staff() else (),
        youth=SLUG,
    )


@blueprint.get("/indicators/youth-participation/")
@public
def youth() -> Response:
    """Show the three readings of the youth indicator side by side."""
    reading = _reading(with_demo=_is_staff())
    now = FiscalYear.of(reading.as_of).start
    reader = _reader()
    recorded = years_recorded(session(), reader) if reader else frozenset()
    return render(
        "indicators/youth.html",
        reading=reading,
        years=years_between(reading.first_year, now, reading.fiscal_years, recorded),
        recorded=recorded,
    )


@blueprint.get("/indicators/youth-participation/<int:year>/")
@public
def youth_year(year: int) -> Response:
    """Show what is behind a fiscal year: programmes for everyone, participations for staff.

    A year of which nothing counts is there for those who may read why.
    """
    staff, reader = _is_staff(), _reader()
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
        return _csv("youth-participation", YOUTH_COLUMNS, youth_rows(reading))
    return _json(youth_json(reading))


@blueprint.get("/open-data/indicators.<any(csv, json):form>")
@public
def open_data(form: str) -> Response:
    """Give the definitions as a file."""
    rows = indicator_rows(all_indicators(session()), _latest())
    if form == "csv":
        return _csv("indicators", COLUMNS, rows)
    meanings = {
        column.name: {str(tag): translate(column.meaning, tag) for tag in Language}
        for column in COLUMNS
    }
    return _json({"as_of": clock.today().isoformat(), "columns": meanings, "rows": rows})


def _entries(who: Actor, year: int) -> Page[Participation]:
    return entries_of_year(session(), who, year, cursor=request.args.get("cursor"))


def _reader() -> Actor | None:
    """Return who asks, where they may read participations."""
    who = actor()
    return who if who is not None and who.may("participations:read") else None


def _is_staff() -> bool:
    who = actor()
    return who is not None and who.may("indicators:read")


def _reading(*, with_demo: bool) -> YouthReading:
    return youth_reading(session(), with_demo=with_demo, today=clock.today())


def _latest() -> Mapping[str, int]:
    """Return the computed figures by slug: public ones, whoever asks."""
    total = running_total(session())
    return {} if total is None else {SLUG: total}


def _csv(name: str, columns: Sequence[Column], rows: Sequence[DataRow]) -> Response:
    answer = Response(
        csv_bytes(column_names(columns), rows), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _json(value: object) -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type="application/json; charset=utf-8")
