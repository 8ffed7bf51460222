"""The indicators on the strategy's page, and their files on the page of open data."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.indicators.opendata import COLUMNS, YOUTH_COLUMNS
from exchange.indicators.queries.definitions import all_indicators, missing_tables
from exchange.indicators.rules import DefinitionRow, definition_rows

_FILES: Final = Panel(
    id="indicators",
    title=message("indicators.index.title"),
    template="indicators/_open_data.html",
    context={"files": {"indicators": COLUMNS, "youth": YOUTH_COLUMNS}},
)


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the panels for the strategy or for the page of open data."""
    if subject.kind == "open_data":
        return [_FILES]
    return _tables(session) if subject.kind == "strategy" else ()


def _tables(session: Session) -> Sequence[Panel]:
    """Return a panel for each policy or measure that has indicators, or a heading for some."""
    rows = definition_rows(all_indicators(session), {})
    places = groupby(rows, key=lambda row: row.place.slug)
    panels = [_panel(place, list(found)) for place, found in places]
    return panels + [_panel(missing.measure.slug, []) for missing in missing_tables(session)]


def _panel(place: str, rows: Sequence[DefinitionRow]) -> Panel:
    return Panel(
        id=f"indicators-{place}",
        title=message("indicators.panel.title"),
        template="indicators/_panel.html",
        context={"place": place, "rows": rows},
    )
