"""A visit is linked to the edition whose journey it is, and each page shows the other."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.delegations.models import Visit
from exchange.youth.enums import EditionState
from exchange.youth.panels import find_panels
from exchange.youth.queries.programmes import editions_for_visit
from exchange.youth.services import set_journey
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner
from tests.factories.youth import COORDINATOR, make_edition
from tests.integration.youth.test_main_path import seen
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture
def visit(session: Session) -> Visit:
    """Give a visit on the days of the sample edition."""
    make_partner(session)
    return make_visit(session, starts=date(2026, 8, 1), ends=date(2026, 8, 10))


def test_a_coordinator_links_a_visit_and_both_pages_show_it(
    session: Session, client_as: SignIn, visit: Visit
) -> None:
    edition = make_edition(session)
    staff = client_as(Role.COORDINATOR)
    page, form = f"/delegations/{visit.id}/", f"/youth/visits/{visit.id}/edition"
    shown = f"/youth/editions/{edition.id}/"
    before = staff.get(page).text
    assert f'href="{form}"' in before
    assert shown not in before
    assert page not in staff.get(shown).text
    assert str(edition.id) in staff.get(form).text
    chosen = {"edition_id": str(edition.id)} | seen(staff, form)
    assert staff.submit(form, chosen).location == page
    assert f'href="{shown}"' in staff.get(page).text
    assert f'href="{page}"' in staff.get(shown).text
    assert lines_of(session, Subject("visit", visit.id))[0].act == "visits.link"
    assert staff.submit(form, {"edition_id": ""} | seen(staff, form)).location == page
    assert shown not in staff.get(page).text


def test_a_refused_link_says_why_and_keeps_what_was_chosen(
    session: Session, client_as: SignIn, visit: Visit
) -> None:
    edition = make_edition(session)
    staff = client_as(Role.COORDINATOR)
    form = f"/youth/visits/{visit.id}/edition"
    opened = seen(staff, form)
    assert staff.submit(form, {"edition_id": str(uuid7())} | opened).status_code == 422
    visit.purpose = "変更"
    session.flush()
    answer = staff.submit(form, {"edition_id": str(edition.id)} | opened)
    assert answer.status_code == 409
    assert f'<option selected value="{edition.id}">' in answer.text or (
        f'value="{edition.id}" selected' in answer.text
    )
    session.expire_all()
    assert visit.edition_id is None


def test_only_an_edition_that_takes_place_is_linked(session: Session, visit: Visit) -> None:
    cancelled = make_edition(session, state=EditionState.CANCELLED)
    arguments = {"actor": COORDINATOR, "visit_id": visit.id, "version": visit.version}
    with pytest.raises(DomainError, match="no_journey"):
        set_journey(session, edition_id=cancelled.id, **arguments)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        set_journey(session, edition_id=uuid7(), **arguments)  # type: ignore[arg-type]
    with pytest.raises(StaleRowError):
        set_journey(
            session,
            actor=COORDINATOR,
            visit_id=visit.id,
            version=visit.version + 1,
            edition_id=make_edition(session).id,
        )


def test_editions_near_a_visit_are_offered_and_the_one_it_has(
    session: Session, visit: Visit
) -> None:
    near = make_edition(session)
    make_edition(session, state=EditionState.CANCELLED)
    far = make_edition(
        session,
        starts=date(2027, 8, 1),
        ends=date(2027, 8, 10),
        opens_on=date(2027, 6, 1),
        closes_on=date(2027, 6, 30),
    )
    offered = editions_for_visit(session, COORDINATOR, visit)
    assert [edition.id for edition in offered] == [near.id]
    visit.edition_id = far.id
    session.flush()
    offered = editions_for_visit(session, COORDINATOR, visit)
    assert [edition.id for edition in offered] == [near.id, far.id]


def test_whoever_may_not_link_sees_a_link_alone(session: Session, visit: Visit) -> None:
    viewer = Actor(user_id=None, role=Role.VIEWER, name="見本")
    board = Actor(user_id=None, role=Role.SECTION, name="見本", section="教育委員会")
    subject = Subject("visit", visit.id)
    assert find_panels(session, subject=subject, actor=viewer) == []
    assert find_panels(session, subject=subject, actor=None) == []
    visit.edition_id = make_edition(session).id
    session.flush()
    [panel] = find_panels(session, subject=subject, actor=viewer)
    assert panel.context["may_link"] is False
    assert find_panels(session, subject=subject, actor=board) == []
