"""The demo's celebrations: one near with its visits, one far with its runway begun."""

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from exchange.agreements.queries import basis_by_slug
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.services.celebrations import (
    CelebrationPlan,
    Occasion,
    create_celebration,
    link_celebration,
)
from exchange.celebrations.services.states import advance_celebration
from exchange.celebrations.services.steps import start_runway
from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.delegations.queries import visits_of_partner

_NEAR: Final = CelebrationPlan(
    title=Localized(
        {
            "ja": "（見本）ハイデルベルク市 友好都市35周年記念式典",
            "en": "(Demo) Ceremony for 35 years with Heidelberg",
            "zh-Hant": "（範例）海德堡市友好城市35週年紀念典禮",
        }
    ),
    theme="（見本）若者と城のまち",
    starts=date(2027, 5, 18),
    ends=date(2027, 5, 21),
    days_fixed=True,
)
_FAR: Final = CelebrationPlan(
    title=Localized(
        {
            "ja": "（見本）桂林市 友好都市50周年",
            "en": "(Demo) Fifty years with Guilin",
            "zh-Hant": "（範例）桂林市友好城市50週年",
        }
    ),
    starts=date(2029, 9, 18),
    ends=date(2029, 10, 19),
)


def load_celebrations(session: Session, *, actor: Actor) -> None:
    """Plan the 35th with Heidelberg, linked to its visits, and think of the 50th with Guilin."""
    near = _made(session, actor, Occasion("heidelberg-affiliation", 35), _NEAR)
    partner = basis_by_slug(session, "heidelberg-affiliation").agreement.partner
    visits = visits_of_partner(session, partner.id, published_only=False)
    link_celebration(
        session,
        actor=actor,
        key=near.id,
        version=near.version,
        visits=[visit.id for visit in visits if visit.starts.year == 2027],
        editions=[],
    )
    advance_celebration(
        session,
        actor=actor,
        key=near.id,
        version=near.version,
        target=CelebrationState.PLANNED,
    )
    _made(session, actor, Occasion("guilin-affiliation", 50), _FAR)


def _made(session: Session, actor: Actor, occasion: Occasion, plan: CelebrationPlan) -> Celebration:
    """Make a celebration and plan it back."""
    made = create_celebration(session, actor=actor, occasion=occasion, plan=plan, is_demo=True)
    return start_runway(session, actor=actor, key=made.id, version=made.version)
