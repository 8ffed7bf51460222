"""What is not yet settled: open editions, visits without actual cost, values that are asked for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.budgets.queries import visits_without_cost
from exchange.core.dates import FiscalYear
from exchange.delegations.models import Visit
from exchange.indicators.models import Indicator
from exchange.inquiries.enums import LIVE
from exchange.inquiries.models import Inquiry
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition


def unclosed_editions(session: Session, year: FiscalYear, today: date) -> Sequence[Edition]:
    """Return a year's editions that are over and not closed, with their programmes."""
    ended = (EditionState.CLOSED, EditionState.CANCELLED)
    statement = select(Edition).where(
        Edition.fiscal_year == year.start, Edition.state.not_in(ended), Edition.ends < today
    )
    loaded = statement.options(joinedload(Edition.programme))
    return session.scalars(loaded.order_by(Edition.starts, Edition.id)).all()


def unpaid_visits(session: Session, year: FiscalYear, today: date) -> Sequence[Visit]:
    """Return the visits that are over and have lines of a year without an actual cost."""
    return [visit for visit in visits_without_cost(session, year.start) if visit.ends < today]


def live_inquiries(session: Session, year: FiscalYear) -> Sequence[Inquiry]:
    """Return the inquiries about a year or an earlier one that are not settled, by due day."""
    statement = select(Inquiry).where(Inquiry.state.in_(LIVE), Inquiry.year <= year.start)
    loaded = statement.options(joinedload(Inquiry.indicator).joinedload(Indicator.measure))
    return session.scalars(loaded.order_by(Inquiry.due, Inquiry.section, Inquiry.id)).all()
