"""Visits and their members."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized, Name
from exchange.core.permissions import system_actor
from exchange.delegations.enums import ApprovalClass, Direction, Level, MemberRole, VisitState
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.services.members import Membership, add_member
from exchange.delegations.services.visits import VisitPlan, create_visit
from tests.factories.people import make_person

ACTOR = system_actor("tests")
TITLE = Localized(
    {"ja": "ハイデルベルク友好訪問", "en": "Visit to Heidelberg", "zh-Hant": "海德堡友好訪問"}
)
_APPROVED = {
    VisitState.APPROVED,
    VisitState.CONFIRMED,
    VisitState.UNDER_WAY,
    VisitState.CLOSED,
}


def make_plan(**changes: Any) -> VisitPlan:  # noqa: ANN401 - any of its fields
    """State a week in Heidelberg in May 2027."""
    values: dict[str, Any] = {
        "direction": Direction.OUT,
        "level": Level.MAYOR,
        "title": TITLE,
        "starts": date(2027, 5, 17),
        "ends": date(2027, 5, 22),
        "partners": ["heidelberg"],
        "purpose": "友好都市提携35周年",
    }
    return VisitPlan(**(values | changes))


def make_visit(session: Session, *, state: VisitState = VisitState.DRAFT, **changes: Any) -> Visit:  # noqa: ANN401 - columns or fields of the plan
    """Add a visit in any state, without the way there; its partner must exist."""
    columns = {
        name: changes.pop(name) for name in list(changes) if name in {"published_at", "reason"}
    }
    is_demo = bool(changes.pop("is_demo", False))
    visit = create_visit(session, actor=ACTOR, plan=make_plan(**changes), is_demo=is_demo)
    visit.state = state
    if state in _APPROVED:
        visit.approved_on, visit.approval_class = date(2026, 10, 1), ApprovalClass.MAYOR
    if state in {VisitState.POSTPONED, VisitState.CANCELLED}:
        visit.reason = "台風のため"
    for name, value in columns.items():
        setattr(visit, name, value)
    session.flush()
    return visit


def make_member(
    session: Session,
    visit: Visit,
    family: str = "見本",
    **changes: Any,  # noqa: ANN401 - any field of a membership
) -> VisitMember:
    """Add a new person at the end of a visit's order."""
    person = make_person(session, Name(family, "花子"))
    membership = Membership(**({"role": MemberRole.MEMBER} | changes))
    return add_member(
        session, actor=ACTOR, visit_id=visit.id, person_id=person.id, membership=membership
    )
