"""The list of users, searched and narrowed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.queries import locked_addresses
from exchange.accounts.rules import FAILURES_BY_EMAIL, WINDOW
from exchange.core import clock
from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.youth import make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

NAMES = {"Aoi", "Botan", "Chidori", "Dan"}
LIST = "/accounts/users/"


@pytest.fixture
def admin(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.ADMINISTRATOR)
    visitor.get(f"{LIST}?lang=en")
    return visitor


@pytest.fixture
def people(session: Session) -> dict[str, User]:
    """Let there be somebody of each state, and two schools."""
    school = make_school(session).id
    make_school(session)
    return {
        "Aoi": make_user(session, name="Aoi", email="a_x@city.example", password_hash="x"),
        "Botan": make_user(session, name="Botan", role=Role.SECTION),
        "Chidori": make_user(session, name="Chidori", role=Role.SCHOOL, school_id=school),
        "Dan": make_user(session, name="Dan", role=Role.SECTION, active=False, password_hash="x"),
    }


def shown(page: str) -> set[str]:
    return NAMES & set(re.findall(r'<th scope="row"[^>]*>(\w+)</th>', page))


def fail(session: Session, user: User, times: int, **changes: object) -> None:
    for _ in range(times):
        moment = clock.machine_now()
        values = {"email": user.email, "address": "203.0.113.1", "at": moment, **changes}
        session.add(SignInAttempt(**values))
    session.flush()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", "Aoi Botan Chidori"),
        ("q=aOI", "Aoi"),
        ("q=A_X@", "Aoi"),
        ("q=a%25x", ""),
        ("q=nobody", ""),
        ("role=section", "Botan"),
        ("role=section&state=ended", "Dan"),
        ("state=active", "Aoi"),
        ("state=invited", "Botan Chidori"),
        ("state=ended", "Dan"),
        ("state=locked", "Botan"),
        ("state=all", "Aoi Botan Chidori Dan"),
        ("q=dan", ""),
        ("q=dan&state=all", "Dan"),
        ("state=unheard&role=of&school_id=x", ""),
    ],
)
def test_the_list_is_narrowed(
    admin: Visitor, session: Session, people: dict[str, User], asked: str, names: str
) -> None:
    fail(session, people["Aoi"], FAILURES_BY_EMAIL - 1)
    fail(session, people["Aoi"], 1, succeeded=True)
    fail(session, people["Chidori"], FAILURES_BY_EMAIL, at=clock.machine_now() - 2 * WINDOW)
    fail(session, people["Botan"], FAILURES_BY_EMAIL)
    fail(session, people["Dan"], FAILURES_BY_EMAIL)
    page = admin.get(f"{LIST}?{asked}").text
    assert shown(page) == set(names.split())
    assert ("Sign-in paused</span>" in page) is ("Botan" in names)
    assert (' <span class="soft small">until ' in page) is ("Botan" in names)
    assert ("Ended accounts are not on this list." in page) is ("state=" not in asked)


def test_a_pause_ends_when_one_failure_too_many_is_forgotten(session: Session) -> None:
    now = clock.machine_now()
    first, then = now - timedelta(minutes=10), now - timedelta(minutes=5)
    for email, at, times in (
        ("a@city.example", now - 2 * WINDOW, 3),
        ("a@city.example", first, FAILURES_BY_EMAIL - 1),
        ("a@city.example", then, 2),
        ("b@city.example", then, FAILURES_BY_EMAIL - 1),
    ):
        for _ in range(times):
            session.add(SignInAttempt(email=email, address="203.0.113.1", at=at))
    session.flush()
    asked = ("a@city.example", "b@city.example", "c@city.example")
    assert locked_addresses(session, asked, moment=now) == {"a@city.example": first + WINDOW}


def test_one_school_s_accounts_are_found(admin: Visitor, people: dict[str, User]) -> None:
    page = admin.get(f"{LIST}?school_id={people['Chidori'].school_id}").text
    assert shown(page) == {"Chidori"}


def test_a_long_list_is_paged_within_its_filters_in_few_statements(
    admin: Visitor, session: Session
) -> None:
    for number in range(51):
        make_user(session, name=f"Long {number:02}", role=Role.VIEWER)
    with count_statements() as statements:
        page = admin.get(f"{LIST}?q=long&role=viewer").text
    assert len(statements) <= 8, statements
    following = re.search(r'href="([^"]+)" rel="next"|rel="next" href="([^"]+)"', page)
    assert following
    second = admin.get((following[1] or following[2]).replace("&amp;", "&")).text
    assert (page.count("Long "), "Long 50" in page, "Long 50" in second) == (50, False, True)
    assert second.count('<th scope="row"') == 1
