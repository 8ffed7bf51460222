"""The indicators on the strategy's page, and their files on the page of open data."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.indicators.opendata import BREAKDOWN_COLUMNS, COLUMNS, YOUTH_COLUMNS
from exchange.indicators.queries.definitions import all_indicators, missing_tables
from exchange.indicators.rules import DefinitionRow, definition_rows

_FILES: Final = Panel(
    id="indicators",
    title=message("indicators.index.title"),
    template="indicators/_open_data.html",
    context={
        "files": {"indicators": COLUMNS, "youth": YOUTH_COLUMNS, "year": BREAKDOWN_COLUMNS},
    },
)


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the panels for the strategy, for the page of open data, or for an edition."""
    if subject.kind == "open_data":
        return [_FILES]
    if subject.kind == "edition":
        return [_counts(subject.id)]
    return _tables(session) if subject.kind == "strategy" else ()


def _tables(session: Session) -> Sequence[Panel]:
    """Return a panel for each policy or measure that has indicators, or a heading for some."""
    rows = definition_rows(all_indicators(session), {})
    places = groupby(rows, key=lambda row: row.place.slug)
    panels = [_panel(place, list(found)) for place, found in places]
    return panels + [_panel(missing.measure.slug, []) for missing in missing_tables(session)]


def _counts(edition_id: UUID) -> Panel:
    """The way to why an edition's participations count or not."""
    return Panel(
        id="counts",
        title=message("indicators.counts.title"),
        template="indicators/_counts_panel.html",
        context={"edition_id": edition_id},
        audience=Audience.STAFF,
        order=80,
    )


def _panel(place: str, rows: Sequence[DefinitionRow]) -> Panel:
    return Panel(
        id=f"indicators-{place}",
        title=message("indicators.panel.title"),
        template="indicators/_panel.html",
        context={"place": place, "rows": rows},
    )
