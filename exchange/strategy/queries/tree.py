"""The strategy as its page and the search box need it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from exchange.core.database import Localized
from exchange.core.text import fold
from exchange.strategy.models import (
    BackgroundFact,
    LeadingProject,
    Measure,
    Policy,
    Strategy,
    SubMeasure,
)

#: How many titles the search box gets from one kind of row.
_HITS = 10


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title of the strategy that holds what was searched, and the part of the page it is in."""

    title: Localized
    anchor: str


def current_strategy(session: Session) -> Strategy | None:
    """Return the strategy that runs longest, with its whole tree; None before it is loaded."""
    measures = selectinload(Strategy.policies).selectinload(Policy.measures)
    return session.scalar(
        select(Strategy)
        .options(
            measures.selectinload(Measure.sub_measures),
            selectinload(Strategy.projects),
            selectinload(Strategy.regions),
        )
        .order_by(Strategy.last_year.desc(), Strategy.id)
        .limit(1)
    )


def strategy_frame(session: Session) -> Strategy | None:
    """Return the strategy that runs longest, without its tree: its period and its review."""
    return session.scalar(
        select(Strategy).order_by(Strategy.last_year.desc(), Strategy.id).limit(1)
    )


def background(session: Session, *, with_draft: bool) -> Sequence[BackgroundFact]:
    """Return how the strategy came about and the statistics it starts from, in their order."""
    statement = select(BackgroundFact)
    if not with_draft:
        statement = statement.where(BackgroundFact.draft_only.is_(False))
    ordered = statement.order_by(BackgroundFact.kind, BackgroundFact.position)
    return session.scalars(ordered).all()


def titles_matching(session: Session, text: str) -> Sequence[FoundTitle]:
    """Return policies, measures, their headings and projects whose title holds `text`."""
    wanted = fold(text)
    if not wanted:
        return ()
    found: list[FoundTitle] = []
    for table in (Policy, Measure, LeadingProject):
        rows = session.execute(
            select(table.title, table.slug)
            .where(table.search_key.contains(wanted, autoescape=True))
            .order_by(table.number, table.id)
            .limit(_HITS)
        )
        found += [FoundTitle(title, slug) for title, slug in rows]
    headings = session.execute(
        select(SubMeasure.title, Measure.slug)
        .join(Measure, SubMeasure.measure_id == Measure.id)
        .where(SubMeasure.search_key.contains(wanted, autoescape=True))
        .order_by(Measure.number, SubMeasure.number, SubMeasure.id)
        .limit(_HITS)
    )
    return found + [FoundTitle(title, slug) for title, slug in headings]
