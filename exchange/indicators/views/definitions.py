"""The table of indicators, and its file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from exchange.agreements.opendata import data_file, schema
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.offers import Subject
from exchange.indicators.models import Indicator
from exchange.indicators.opendata import COLUMNS, indicator_rows
from exchange.indicators.progress import Latest, progress_of, shown_year
from exchange.indicators.queries.definitions import (
    SLUG,
    all_indicators,
    missing_tables,
    superseded_baselines,
    whole_indicator,
)
from exchange.indicators.queries.figures import COUNTED, figures_of
from exchange.indicators.queries.sources import sources_of
from exchange.indicators.queries.values import values_of
from exchange.indicators.queries.youth import running_total
from exchange.indicators.reported import waiting_keys
from exchange.indicators.rules import definition_rows
from exchange.indicators.views.room import blueprint, csv_file, is_staff, json_file
from exchange.partners.queries import cited, sources_by_slug
from exchange.web.access import actor, public
from exchange.web.offers import panels_for
from exchange.web.pages import render, settings
from exchange.web.transactions import session
from exchange.youth.ledger import closed_years

#: The subject of the panels beside the table of indicators.
LIST: Final = Subject("indicators", UUID(int=0))


@blueprint.get("/indicators/")
@public
def index() -> Response:
    """Show the indicators of the strategy in one table."""
    indicators, today = all_indicators(session()), clock.today()
    figures = figures_of(session(), indicators, with_demo=is_staff())
    return render(
        "indicators/index.html",
        rows=definition_rows(indicators, _latest()),
        progress={
            indicator.slug: progress_of(indicator, figures[indicator.slug][-1], today)
            for indicator in indicators
            if figures.get(indicator.slug)
        },
        missing=missing_tables(session()),
        older=superseded_baselines(session()) if is_staff() else (),
        youth=SLUG,
        panels=panels_for(LIST),
    )


@blueprint.get("/indicators/<slug>/")
@public
def indicator(slug: str) -> Response:
    """Show one indicator: its definition, its values year by year, and where they come from."""
    found = whole_indicator(session(), slug)
    figures = figures_of(session(), [found], with_demo=is_staff()).get(slug, ())
    today, closed = clock.today(), closed_years(session())
    entries = values_of(session(), found.id) if is_staff() else ()
    return render(
        "indicators/show.html",
        row=definition_rows([found], {})[0],
        indicator=found,
        cited=cited(session(), found.citations),
        years=[(each.year, progress_of(found, each, today)) for each in reversed(figures)],
        count=COUNTED.get(found.method),
        entries=entries,
        waiting=waiting_keys(entries, {each.fiscal_year for each in closed}),
        sources=sources_of(session(), actor(), entries),
        shown_year=partial(shown_year, found),
        sealed=bool(closed),
        staff=is_staff(),
    )


@blueprint.get("/open-data/indicators.<any(csv, json):form>")
@public
def open_data(form: str) -> Response:
    """Give the definitions as a file."""
    indicators = all_indicators(session())
    sources = sources_by_slug(session())
    rows = indicator_rows(indicators, _public_latest(indicators), sources)
    if form == "csv":
        return csv_file("indicators", COLUMNS, rows)
    licence = settings().data_licence
    return json_file(data_file(COLUMNS, rows, as_of=clock.today(), licence=licence))


@blueprint.get("/open-data/indicators.schema.json")
@public
def open_data_schema() -> Response:
    """Give the JSON Schema of the definitions' file."""
    return json_file(schema("indicators", COLUMNS), kind="schema+json")


def _latest() -> Mapping[str, int]:
    """Return the computed figures by slug: public ones, whoever asks."""
    total = running_total(session())
    return {} if total is None else {SLUG: total}


def _public_latest(indicators: Sequence[Indicator]) -> Mapping[str, Latest]:
    """Return every indicator's latest public value and its year by slug, for the file.

    The running total is as of today, so it is of this fiscal year.
    """
    found = figures_of(session(), indicators, with_demo=False)
    values = {slug: figures[-1] for slug, figures in found.items() if figures}
    this = FiscalYear.of(clock.today()).start
    return values | {slug: Latest(Decimal(total), this) for slug, total in _latest().items()}
