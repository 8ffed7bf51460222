"""The board of whom the division waits for."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Pupil
from tests.factories.accounts import make_user
from tests.factories.youth import make_edition, make_programme, make_registration
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def test_the_board_says_whose_turn_it_is_across_editions_and_in_one(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    returned = make_registration(session, edition=edition, state=_S.RETURNED)
    make_registration(session, edition=edition, state=_S.WITHDRAWN)
    make_registration(session)
    closed = make_edition(session, state=EditionState.CLOSED)
    make_registration(session, edition=closed, state=_S.RETURNED)
    staff = client_as(Role.COORDINATOR)
    page = staff.get("/youth/board").text
    assert page.count('id="turn-') == 2
    assert 'id="turn-school"' in page
    assert 'id="turn-division"' in page
    assert page.count(f"/youth/editions/{edition.id}/board") == 1
    name = session.get_one(Pupil, returned.pupil_id).given_name
    assert name not in page
    inside = staff.get(f"/youth/editions/{edition.id}/board").text
    assert inside.count("/youth/registrations/") == 1
    assert name in inside
    home = staff.get("/home/").text
    assert "学校の対応待ち：1件" in home
    assert "/youth/board#turn-school" in home


def test_a_section_sees_its_own_editions_on_the_board(session: Session, client: Visitor) -> None:
    make_registration(session)
    own = make_edition(session, programme=make_programme(session, section="教育委員会"))
    make_registration(session, edition=own)
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    page = client.get("/youth/board").text
    assert page.count("/youth/editions/") == 1
    assert str(own.id) in page


def test_the_board_takes_as_many_statements_for_many_as_for_one(
    session: Session, client_as: SignIn
) -> None:
    make_registration(session)
    staff = client_as(Role.COORDINATOR)
    staff.get("/youth/board")
    with count_statements() as first:
        staff.get("/youth/board")
    for _ in range(3):
        make_registration(session)
    with count_statements() as second:
        staff.get("/youth/board")
    assert len(second) == len(first)
