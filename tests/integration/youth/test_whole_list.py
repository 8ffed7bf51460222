"""An edition with hundreds of registrations: pages of fifty, and decisions about all of them."""

import html
import re
from collections import Counter
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import Edition, EligibilityRule, Pupil, Registration, School
from tests.factories.youth import (
    fill_edition,
    make_edition,
    make_pupil,
    make_registration,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def listed(page: str) -> list[str]:
    """Return the registrations a page leads to, in its order."""
    return re.findall(r"/youth/registrations/([0-9a-f-]{36})/\"", page)


def onwards(page: str) -> str:
    """Return where a page's next page is; empty on the last one."""
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return html.unescape(found[1]) if found else ""


def counted(session: Session, edition: Edition, state: RegistrationState) -> int:
    statement = select(func.count()).where(
        Registration.edition_id == edition.id, Registration.state == state
    )
    return session.scalar(statement) or 0


def test_every_registration_comes_once_by_school_and_name(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    fill_edition(session, edition, 120)
    staff, address = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/"
    found: list[str] = []
    while address:
        page = staff.get(address).text
        assert len(listed(page)) <= 50
        found += listed(page)
        address = onwards(page)
    by_name = session.scalars(
        select(Registration.id)
        .join(Registration.pupil)
        .join(Registration.school)
        .order_by(School.sort_key, Pupil.sort_key, Registration.id)
    )
    assert found == [str(key) for key in by_name]


def test_an_editions_page_asks_nine_questions_whatever_its_rows(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    path = f"/youth/editions/{edition.id}/"
    for kind in (Requirement.FIRST_TIME, Requirement.PASSPORT):
        session.add(EligibilityRule(edition_id=edition.id, kind=kind))
    make_registration(session, edition=edition)
    staff = client_as(Role.COORDINATOR)
    counts = []
    for rows in (0, 500):
        fill_edition(session, edition, rows)
        staff.get(path)
        session.expire_all()
        with count_statements() as statements:
            page = staff.get(path)
        counts.append(len(statements))
    assert counts == [9, 9]  # the ninth: was it noted that this person reads the list
    session.expire_all()
    with count_statements() as statements:
        staff.get(onwards(page.text))
    assert len(statements) == 9


def test_a_decision_on_a_page_touches_no_other_page_and_comes_back_to_it(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session, selection=Selection.SCREENING, quota=200)
    fill_edition(session, edition, 60)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/"
    first = staff.get(f"{path}?state=submitted&lang=en").text
    assert "Choose all 50 registrations on this page" in first
    assert "act only on what is chosen on this page" in first
    second = onwards(first)
    page = staff.get(second).text
    [action] = re.findall(r'action="([^"]+/registrations\?[^"]+)"', page)
    answer = staff.submit(
        html.unescape(action), {"chosen": listed(page), "decision": "not_selected"}
    )
    assert answer.location == second
    assert counted(session, edition, _S.NOT_SELECTED) == 10


def test_a_short_list_is_one_page_and_says_nothing_of_others(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    fill_edition(session, edition, 3)
    page = client_as(Role.COORDINATOR).get(f"/youth/editions/{edition.id}/?lang=en").text
    assert "Choose all 3 registrations in the table" in page
    assert "registrations/whole" not in page


def test_the_whole_list_is_decided_after_its_number_was_confirmed(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session, selection=Selection.SCREENING, quota=200)
    fill_edition(session, edition, 55)
    fill_edition(session, edition, 5, state=_S.WITHDRAWN)
    staff = client_as(Role.COORDINATOR)
    offered = staff.get(f"/youth/editions/{edition.id}/").text
    [whole] = re.findall(r'href="([^"]+whole\?target=selected)"', offered)
    page = staff.get(f"{whole}&lang=en").text
    assert "Of 60 registrations on the list, the 55 that can be will be changed" in page
    assert 'name="count" type="hidden" value="55"' in page
    answer = staff.submit(whole, {"count": "55"})
    assert (answer.status_code, answer.location) == (302, f"/youth/editions/{edition.id}/")
    assert counted(session, edition, _S.SELECTED) == 55
    assert counted(session, edition, _S.WITHDRAWN) == 5


def test_a_list_that_has_changed_is_confirmed_anew(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session, selection=Selection.SCREENING, quota=200)
    fill_edition(session, edition, 4)
    staff = client_as(Role.COORDINATOR)
    whole = f"/youth/editions/{edition.id}/registrations/whole?target=selected&state=submitted"
    for said in ("3", "x", ""):
        answer = staff.submit(whole, {"count": said})
        assert answer.status_code == 422
        assert "今は4件です" in answer.text
        assert 'name="count" type="hidden" value="4"' in answer.text
    assert counted(session, edition, _S.SUBMITTED) == 4
    assert staff.submit(whole, {"count": "4"}).location == (
        f"/youth/editions/{edition.id}/?state=submitted"
    )


def test_a_whole_list_is_all_or_none_and_its_refusals_are_said(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session, selection=Selection.SCREENING, quota=2)
    fill_edition(session, edition, 3)
    staff = client_as(Role.COORDINATOR)
    whole = f"/youth/editions/{edition.id}/registrations/whole"
    assert staff.submit(f"{whole}?target=selected", {"count": "3"}).status_code == 422
    assert counted(session, edition, _S.SELECTED) == 0
    for reason in ("", "あ" * 501):
        answer = staff.submit(f"{whole}?target=returned", {"count": "3", "reason": reason})
        assert answer.status_code == 422
        assert 'id="reason-error"' in answer.text
    assert counted(session, edition, _S.RETURNED) == 0


def test_what_a_whole_list_cannot_become_is_said_or_unknown(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    staff, whole = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/registrations/whole"
    assert "この操作ができる申込がありません" in staff.get(f"{whole}?target=completed").text
    for wrong in ("", "?target=", "?target=nothing", "?target=draft", "?target=selected&state=x"):
        assert staff.get(f"{whole}{wrong}").status_code == 400


def test_the_board_of_an_edition_comes_in_pages(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    fill_edition(session, edition, 60, state=_S.RETURNED)
    staff, address = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/board"
    found: list[list[str]] = []
    while address:
        page = staff.get(address).text
        found.append(listed(page))
        address = onwards(page)
    assert [len(rows) for rows in found] == [50, 50, 20]
    assert set(Counter(key for rows in found for key in rows).values()) == {2}


def test_certificates_and_reports_come_in_pages_but_print_as_one(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    fill_edition(session, edition, 60, state=_S.COMPLETED)
    guarded = make_pupil(session, needs_care=True)
    make_registration(session, edition=edition, pupil=guarded, state=_S.COMPLETED)
    for role, count in ((Role.COORDINATOR, 60), (Role.MANAGER, 61)):
        staff = client_as(role)
        page = staff.get(f"/youth/editions/{edition.id}/lists").text
        assert page.count('name="chosen"') == 50
        assert f"全員分（{count}名）" in page
        assert staff.get(onwards(page)).text.count('name="chosen"') == count - 50
    reports = staff.get(f"/youth/editions/{edition.id}/achievements").text
    assert reports.count('/report"') == 50
    assert staff.get(onwards(reports)).text.count('/report"') == 11
