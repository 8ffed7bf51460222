"""The demo's days to avoid: at home and at a partner's."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.closures.services import AvoidedPlan, avoid_days
from exchange.core.permissions import Actor

#: (place, days from today, how many days, reason)
_AVOIDED: Final = (
    ("kumamoto", 20, 16, "（見本）議会会期中"),
    ("heidelberg", 60, 5, "（見本）先方から避けてほしいと連絡のあった期間"),
)


def load_avoided(session: Session, *, actor: Actor, today: date) -> None:
    """Put days on the list; they count from today."""
    for place, days, length, reason in _AVOIDED:
        starts = today + timedelta(days=days)
        plan = AvoidedPlan(
            place=place, starts=starts, ends=starts + timedelta(days=length - 1), reason=reason
        )
        avoid_days(session, actor=actor, plan=plan, is_demo=True)
