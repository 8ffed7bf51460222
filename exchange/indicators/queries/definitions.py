"""The indicators as the strategy defines them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.indicators.models import (
    CountingRule,
    Indicator,
    MissingTable,
    SupersededBaseline,
)

#: The indicator that is counted from the ledger of participations.
SLUG: Final = "youth-participation"
#: How many titles the search box gets.
_HITS = 10


def all_indicators(session: Session) -> Sequence[Indicator]:
    """Return every indicator in the strategy's order, with its place and targets."""
    return session.scalars(
        select(Indicator)
        .options(
            joinedload(Indicator.policy),
            joinedload(Indicator.measure),
            selectinload(Indicator.targets),
        )
        .order_by(Indicator.position)
    ).all()


def indicator_by_slug(session: Session, slug: str) -> Indicator:
    """Return an indicator with its targets; raises NotFoundError."""
    found = session.scalar(
        select(Indicator).where(Indicator.slug == slug).options(selectinload(Indicator.targets))
    )
    if found is None:
        raise NotFoundError
    return found


def whole_indicator(session: Session, slug: str) -> Indicator:
    """Return an indicator as `all_indicators` does; raises NotFoundError."""
    found = next((each for each in all_indicators(session) if each.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found


def missing_tables(session: Session) -> Sequence[MissingTable]:
    """Return the measures for which the source prints a heading and no table."""
    found = session.scalars(select(MissingTable).options(joinedload(MissingTable.measure))).all()
    return sorted(found, key=lambda missing: missing.measure.number)


def superseded_baselines(session: Session) -> Sequence[tuple[SupersededBaseline, Indicator]]:
    """Return baselines of earlier papers with their indicators, for staff."""
    rows = session.execute(
        select(SupersededBaseline, Indicator)
        .join(Indicator, SupersededBaseline.indicator_id == Indicator.id)
        .order_by(Indicator.position, SupersededBaseline.year, SupersededBaseline.id)
    )
    return [(older, indicator) for older, indicator in rows]


def rules_of(
    session: Session, indicator: Indicator, *, with_demo: bool = True
) -> Sequence[CountingRule]:
    """Return every version of an indicator's counting rule, the first one first.

    Raises NotFoundError where there is none.
    """
    real = () if with_demo else (CountingRule.is_demo.is_(False),)
    found = session.scalars(
        select(CountingRule)
        .where(CountingRule.indicator_id == indicator.id, *real)
        .order_by(CountingRule.number)
    ).all()
    if not found:
        raise NotFoundError
    return found


def indicators_matching(session: Session, text: str) -> Sequence[Indicator]:
    """Return the indicators whose title, in any language, holds `text`."""
    wanted = fold(text)
    if not wanted:
        return ()
    return session.scalars(
        select(Indicator)
        .where(Indicator.search_key.contains(wanted, autoescape=True))
        .order_by(Indicator.position)
        .limit(_HITS)
    ).all()
