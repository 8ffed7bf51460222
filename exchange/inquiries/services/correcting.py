"""A closed year's value is corrected by two: one entered it at the desk, another decides."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.indicators.models import Indicator, IndicatorValue
from exchange.indicators.queries.values import entry_of, locked_indicator, values_of
from exchange.indicators.reported import ensure_waits
from exchange.indicators.services.values import accept_value, return_value
from exchange.inquiries.queries import live_inquiry
from exchange.inquiries.rules import ensure_not_asked


def approve_entry(session: Session, *, actor: Actor, key: UUID) -> IndicatorValue:
    """Let a correction stand; somebody else must have entered it."""
    entry, indicator = _held(session, key)
    return accept_value(session, actor=actor, slug=indicator.slug, year=entry.year)


def refuse_entry(session: Session, *, actor: Actor, key: UUID, reason: str) -> IndicatorValue:
    """Refuse a correction, or take back one's own, with the reason; what stood stands."""
    entry, indicator = _held(session, key)
    year = entry.year
    return return_value(session, actor=actor, slug=indicator.slug, year=year, reason=reason)


def _held(session: Session, key: UUID) -> tuple[IndicatorValue, Indicator]:
    """Return an entry that waits, its indicator locked; what was asked for is settled there."""
    entry, indicator = entry_of(session, key)
    locked_indicator(session, indicator.slug)
    ensure_waits(entry, values_of(session, indicator.id, entry.year))
    ensure_not_asked(live_inquiry(session, indicator.slug, entry.year))
    return entry, indicator
