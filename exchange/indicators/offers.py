"""Indicators that have no value of a fiscal year that is to be closed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Remaining
from exchange.core.permissions import Actor
from exchange.indicators.enums import Method
from exchange.indicators.queries.definitions import all_indicators


def remaining(session: Session, *, fiscal_year: int, actor: Actor) -> Sequence[Remaining]:
    """Return every indicator but the one counted from the ledger: none has a reported value."""
    if not actor.may("indicators:read"):
        return ()
    return [
        Remaining(
            indicator.title,
            message("indicators.remaining.no_value"),
            f"/indicators/#{indicator.slug}",
        )
        for indicator in all_indicators(session)
        if indicator.method is not Method.YOUTH_PARTICIPATION
    ]
