"""Indicators that have no value of a fiscal year that is to be closed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Remaining
from exchange.core.permissions import Actor
from exchange.indicators.enums import Method
from exchange.indicators.progress import has_value
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import figures_of


def remaining(session: Session, *, fiscal_year: int, actor: Actor) -> Sequence[Remaining]:
    """Return the indicators without a value of the year, but the one counted from the ledger."""
    if not actor.may("indicators:read"):
        return ()
    indicators = all_indicators(session)
    figures = figures_of(session, indicators, with_demo=True)
    return [
        Remaining(
            indicator.title,
            message("indicators.remaining.no_value"),
            f"/indicators/{indicator.slug}/",
        )
        for indicator in indicators
        if indicator.method is not Method.YOUTH_PARTICIPATION
        and not has_value(indicator, figures.get(indicator.slug, ()), fiscal_year)
    ]
