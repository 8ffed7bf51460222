"""Celebrations, made by the same service as everywhere."""

from datetime import date

from sqlalchemy.orm import Session

from exchange.celebrations.models import Celebration
from exchange.celebrations.services.celebrations import (
    CelebrationPlan,
    Occasion,
    create_celebration,
)
from exchange.core.database import Localized
from exchange.core.permissions import system_actor

ACTOR = system_actor("tests")
GUILIN = Occasion("guilin-affiliation", 50)
HEIDELBERG = Occasion("heidelberg-affiliation", 35)


def plan(
    starts: str = "2029-09-25", ends: str = "2029-09-28", *, fixed: bool = True, title: str = "式典"
) -> CelebrationPlan:
    """Plan a celebration on these days; an empty text is no day."""
    return CelebrationPlan(
        title=Localized({"ja": title, "en": "Ceremony", "zh-Hant": "典禮"}),
        theme="若者と観光",
        starts=date.fromisoformat(starts) if starts else None,
        ends=date.fromisoformat(ends) if ends else None,
        days_fixed=fixed,
        far_meant=True,
    )


def make_celebration(
    session: Session, occasion: Occasion = GUILIN, stated: CelebrationPlan | None = None
) -> Celebration:
    """Note the idea of a celebration of Guilin's 50th in September 2029, or of another."""
    return create_celebration(session, actor=ACTOR, occasion=occasion, plan=stated or plan())
