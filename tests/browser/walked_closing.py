"""The fiscal year that the demo closes, so that its corrections can be walked."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import system_actor
from exchange.indicators.services import enter_struck
from exchange.indicators.services.values import Report, record_value
from exchange.youth.ledger import closed_years
from exchange.youth.models import Participation


def keys_of_closing(session: Session) -> dict[str, str]:
    """Enter a correction of the closed year that waits for a second person."""
    year = closed_years(session)[-1].fiscal_year
    of_year = select(Participation).where(
        Participation.fiscal_year == year, Participation.counts.is_(True)
    )
    rows = session.scalars(of_year.order_by(Participation.id).limit(2)).all()
    actor = system_actor("tests")
    enter_struck(session, actor=actor, participation_id=rows[1].id, reason="見本")
    report = Report(value=Decimal(400), source="見本")
    entry = record_value(
        session, actor=actor, slug="volunteers", year=year, report=report, reason="見本"
    )
    return {
        "corrected": str(entry.id),
        "closed_year": str(year),
        "open_year": str(year + 1),
        "struck": str(rows[0].id),
        "counted": str(rows[0].edition_id),
    }
