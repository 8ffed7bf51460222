"""The division's form about health and passport: what it asks, and what came on paper."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import ConsentPurpose, RegistrationState, YouthDirection
from exchange.youth.queries.followups import filled_of
from exchange.youth.rules.followups import Needs
from tests.factories.consents import make_consent
from tests.factories.youth import make_edition, make_registration
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

FOLLOW_UP = {
    "allergies": "そば",
    "emergency": "母 090-0000-0000",
    "holder": "Mihon　Ｈanako",
    "number": "tk0000000",
    "expires": "2031-01-09",
    "gender": "female",
}


@pytest.mark.parametrize(
    ("direction", "health", "asked_for"),
    [
        (YouthDirection.SEND, False, {"holder", "number", "expires", "gender"}),
        (YouthDirection.RECEIVE, True, {"conditions", "allergies", "emergency"}),
    ],
)
def test_only_what_is_needed_and_consented_to_is_asked(
    session: Session,
    client_as: SignIn,
    direction: YouthDirection,
    health: bool,
    asked_for: set[str],
) -> None:
    edition = make_edition(session, direction=direction)
    row = make_registration(session, edition=edition, state=RegistrationState.SELECTED)
    if health:
        make_consent(session, row, ConsentPurpose.HEALTH)
    page = client_as(Role.COORDINATOR).get(f"/youth/registrations/{row.id}/follow-up/write").text
    shown = {name for name in FOLLOW_UP | {"conditions": ""} if f'name="{name}"' in page}
    assert shown == asked_for


def test_staff_type_in_what_came_on_paper(session: Session, client_as: SignIn) -> None:
    row = make_registration(session, state=RegistrationState.SELECTED)
    staff, page = client_as(Role.COORDINATOR), f"/youth/registrations/{row.id}/follow-up"
    assert "まだ記入されていません" in staff.get(page).text
    assert staff.get(f"{page}/write").status_code == 200
    assert staff.submit(f"{page}/write", {"holder": "?"}).status_code == 422
    wrong = staff.submit(f"{page}/write", FOLLOW_UP | {"expires": "2026-06-01"})
    assert wrong.status_code == 422
    assert staff.submit(f"{page}/write", FOLLOW_UP).status_code == 302
    session.expire_all()
    assert filled_of(session, [row.id])[row.id] == Needs(health=False, passport=True)
