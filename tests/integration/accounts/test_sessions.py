"""Sessions: noted, listed, ended by time, by their person, and with the account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User, UserSession
from exchange.accounts.rules import ACTIVITY_INTERVAL, SESSIONS_KEPT
from exchange.accounts.services import hash_password, hash_token
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.servers.visitor import Visitor

MINE = "/accounts/mine/"
SIGN_IN = "/accounts/sign-in"
PASSWORD = "correct horse battery staple"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, role=Role.VIEWER, password_hash=hash_password(PASSWORD))


@pytest.fixture
def other(app: Flask, user: User) -> Visitor:
    """Give another browser of the same person, signed in by the form."""
    browser = app.test_client()
    assert isinstance(browser, Visitor)
    enter(browser, user)
    return browser


def enter(browser: Visitor, user: User) -> None:
    answer = browser.post(
        f"{SIGN_IN}?lang=en",
        data={"email": user.email, "password": PASSWORD, "csrf_token": browser.token()},
        headers={"User-Agent": FIREFOX},
    )
    assert answer.status_code == 302


def rows(session: Session) -> list[UserSession]:
    found = select(UserSession).order_by(UserSession.begun_at, UserSession.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def is_in(browser: Visitor) -> bool:
    return browser.get(MINE).status_code == 200


def test_a_session_is_listed_with_its_device_and_address(
    client: Visitor, other: Visitor, user: User
) -> None:
    client.sign_in(user)
    page = client.get(f"{MINE}?lang=en").text
    assert "Firefox, Windows" in page
    assert "127.0.0.1" in page
    assert page.count("This one") == 1
    assert page.count("Sign out: Firefox, Windows") == 1


def test_what_the_cookie_carries_is_kept_hashed_and_changes_at_each_sign_in(
    client: Visitor, session: Session, user: User
) -> None:
    tokens = []
    for _ in range(2):
        enter(client, user)
        with client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
    first, second = rows(session)
    assert [hash_token(token) for token in tokens] == [first.token_hash, second.token_hash]
    assert tokens[0] != tokens[1]
    assert (first.ended_at is None, second.ended_at is None) == (False, True)


@pytest.mark.parametrize(
    ("column", "age", "lives"),
    [
        ("seen_at", timedelta(minutes=29), True),
        ("seen_at", timedelta(minutes=30), False),
        ("begun_at", timedelta(hours=11, minutes=59), True),
        ("begun_at", timedelta(hours=12), False),
    ],
)
def test_a_session_ends_by_time(
    client: Visitor, session: Session, user: User, column: str, age: timedelta, lives: bool
) -> None:
    client.sign_in(user)
    row = rows(session)[0]
    setattr(row, column, clock.machine_now() - age)
    session.flush()
    assert is_in(client) is lives


def test_use_is_noted_at_most_once_in_ten_minutes(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.VIEWER)
    row, user = rows(session)[0], session.scalars(select(User)).one()
    began = row.seen_at
    visitor.get(MINE)
    assert (rows(session)[0].seen_at, user.last_seen_at) == (began, began)  # a sign-in is use
    row.seen_at = began - ACTIVITY_INTERVAL
    session.flush()
    visitor.get(MINE, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    row = rows(session)[0]
    session.refresh(user)
    assert row.seen_at >= began
    assert (row.address, user.last_seen_at, user.version) == ("192.0.2.7", row.seen_at, 1)


@pytest.mark.parametrize(
    ("path", "is_use"), [("/partners/", True), ("/open-data/partners.csv", False)]
)
def test_a_public_page_is_use_and_what_is_the_same_for_all_is_not(
    client_as: Callable[..., Visitor], session: Session, path: str, is_use: bool
) -> None:
    visitor = client_as(Role.VIEWER)
    row = rows(session)[0]
    row.seen_at = before = row.seen_at - 2 * ACTIVITY_INTERVAL
    session.flush()
    assert visitor.get(path, buffered=True).status_code == 200
    assert (rows(session)[0].seen_at > before) is is_use


def test_a_form_that_is_sent_is_use_too(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.VIEWER)
    row = rows(session)[0]
    row.seen_at = before = row.seen_at - 2 * ACTIVITY_INTERVAL
    session.flush()
    visitor.submit("/feeds/mine/new", {})
    assert rows(session)[0].seen_at > before


def test_a_person_signs_another_browser_out(
    client: Visitor, other: Visitor, session: Session, user: User
) -> None:
    client.sign_in(user)
    key = rows(session)[0].id
    for _ in range(2):  # pressed twice it is said once
        answer = client.submit(f"{MINE}sessions/{key}/end")
        assert answer.location == MINE
    assert (is_in(other), is_in(client)) == (False, True)
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "accounts.end_sessions"))
    assert [(line.actor_id, line.subject_id) for line in lines] == [(user.id, user.id)]


def test_nobody_signs_another_person_out(
    client_as: Callable[..., Visitor], other: Visitor, session: Session
) -> None:
    key = rows(session)[0].id
    stranger = client_as(Role.ADMINISTRATOR)
    assert stranger.submit(f"{MINE}sessions/{key}/end").status_code == 404
    assert is_in(other)


def test_a_person_signs_out_everywhere(
    client: Visitor, other: Visitor, session: Session, user: User
) -> None:
    client.sign_in(user)
    assert client.submit(f"{MINE}sessions/end").location == SIGN_IN
    assert (is_in(other), is_in(client)) == (False, False)
    assert all(row.ended_at for row in rows(session))


def test_signing_out_ends_the_session_for_a_copied_cookie_too(
    client: Visitor, session: Session, user: User
) -> None:
    client.sign_in(user)
    with client.session_transaction() as cookie:
        copied = dict(cookie)
    client.submit("/accounts/sign-out")
    with client.session_transaction() as cookie:
        cookie.update(copied)
    assert not is_in(client)


def test_sessions_that_were_over_a_month_ago_are_dropped(
    client: Visitor, session: Session, user: User
) -> None:
    client.sign_in(user)
    row = rows(session)[0]
    row.seen_at -= SESSIONS_KEPT + timedelta(minutes=1)
    session.flush()
    enter(client, user)
    assert [kept.id == row.id for kept in rows(session)] == [False]
