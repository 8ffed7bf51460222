"""The demo's papers: what the visit that is over needs for visas and emergencies, half stated."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.papers.particulars import EmergencyPlan, VisaPlan, state_emergency, state_visa

_VISA: Final = VisaPlan(
    mission="（見本）在外公館長",
    inviter_post="熊本市長",
    inviter_address="（見本）熊本市中央区",
    contact_section="（見本）国際課",
    background="（見本）昨年の訪問の際に、職員の受入を申し合わせたため。",
    relation="（見本）友好都市の職員",
    same_guarantor=True,
)
_EMERGENCY: Final = EmergencyPlan(
    city=Localized({"ja": "（見本）国際課 当番", "en": "(Demo) Duty officer"}),
    city_phone="096-000-0000",
    lodging=Localized({"ja": "（見本）ホテル", "en": "(Demo) Hotel"}),
    lodging_phone="096-000-0001",
)


def load_papers(session: Session, *, actor: Actor) -> None:
    """State some of what the papers of the visit that is over need; the rest is still asked for."""
    closed = select(Visit.id).where(Visit.is_demo, Visit.state == VisitState.CLOSED)
    key = session.scalars(closed).one()
    state_visa(session, actor=actor, visit_id=key, version=0, plan=_VISA, is_demo=True)
    state_emergency(session, actor=actor, visit_id=key, version=0, plan=_EMERGENCY, is_demo=True)
