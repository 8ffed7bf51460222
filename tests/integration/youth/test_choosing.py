"""Deciding about several registrations: what can be chosen, and who stands in the way."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Pupil
from tests.factories.youth import make_edition, make_registration
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def buttons(page: str) -> list[str]:
    return re.findall(r'name="decision" value="(\w+)"', page)


def test_only_what_can_be_decided_is_offered(
    session: Session, client_as: SignIn, at: Callable[[datetime], None]
) -> None:
    edition = make_edition(session)
    withdrawn = make_registration(session, edition=edition, state=_S.WITHDRAWN)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/"
    page = staff.get(path).text
    assert (buttons(page), 'name="chosen"' in page) == ([], False)
    sent = make_registration(session, edition=edition)
    page = staff.get(path).text
    assert buttons(page) == ["selected", "not_selected", "returned"]
    assert f'id="chosen-{sent.id}"' in page
    assert f'id="chosen-{withdrawn.id}"' not in page
    make_registration(session, edition=edition, state=_S.CONFIRMED)
    assert buttons(staff.get(f"{path}?state=confirmed").text) == []
    at(datetime(2026, 8, 1, 3, tzinfo=UTC))
    assert buttons(staff.get(f"{path}?state=confirmed").text) == ["completed", "absent"]


def test_a_refusal_among_several_names_the_pupil(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    sent = make_registration(session, edition=edition)
    gone = make_registration(session, edition=edition, state=_S.WITHDRAWN)
    chosen = {"chosen": [str(sent.id), str(gone.id)], "decision": "selected"}
    answer = client_as(Role.COORDINATOR).submit(
        f"/youth/editions/{edition.id}/registrations", chosen
    )
    pupil = session.get_one(Pupil, gone.pupil_id)
    assert answer.status_code == 409
    assert f"{pupil.name.written}さん：「申込取下げ」から「選考通過」へは進めません" in answer.text
    session.expire_all()
    assert sent.state is _S.SUBMITTED
