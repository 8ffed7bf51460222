"""A fiscal year of the demo that is closed, so that its corrections can be walked."""

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.permissions import system_actor
from exchange.indicators.queries.versions import version_by_number
from exchange.indicators.services import Closing, close_year, enter_struck, lock_rule
from exchange.indicators.services.values import Report, record_value
from exchange.youth.models import Participation


def keys_of_closing(session: Session) -> dict[str, str]:
    """Lock the rule, close the first year on record, and enter a correction of it."""
    actor = system_actor("tests")
    rule = version_by_number(session, 1)
    lock_rule(session, actor=actor, number=1, version=rule.version, reason="見本")
    year = session.scalar(select(func.min(Participation.fiscal_year))) or 0
    close_year(session, actor=actor, closing=Closing(year, "見本", 0, accepted=True, is_demo=True))
    of_year = select(Participation).where(
        Participation.fiscal_year == year, Participation.counts.is_(True)
    )
    rows = session.scalars(of_year.order_by(Participation.id).limit(2)).all()
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
