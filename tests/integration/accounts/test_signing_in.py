"""Signing in and out: cookies, limits, and what a stranger may learn."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.rules import FAILURES_BY_ADDRESS, FAILURES_BY_EMAIL
from exchange.accounts.services import hash_password
from exchange.core import clock
from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.servers.visitor import Visitor

PATH = "/accounts/sign-in"
PASSWORD = "correct horse battery staple"
HASH = hash_password(PASSWORD)
WRONG = "The mail address or the password is not right."
WAIT = "Signing in failed too often. Please wait about 15 minutes and try again."


def sign_in(
    visitor: Visitor, user: User, password: str = PASSWORD, path: str = PATH
) -> tuple[int, str]:
    """Sign in and return the status with the address or the page that was answered."""
    answer = visitor.submit(path, {"email": user.email, "password": password})
    return answer.status_code, answer.location or answer.text


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=HASH)


@pytest.fixture
def english(client: Visitor) -> Visitor:
    client.get("/accounts/sign-in?lang=en")
    return client


def test_a_person_signs_in_and_is_greeted_by_name(english: Visitor, user: User) -> None:
    assert sign_in(english, user)[0] == 302
    page = english.get("/no-such-page")
    assert user.name in page.text
    assert "Sign out" in page.text


def test_the_address_is_the_same_in_any_case(english: Visitor, user: User) -> None:
    answer = english.submit(PATH, {"email": f" {user.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_person_who_is_signed_in_is_led_on(client: Visitor, user: User) -> None:
    client.sign_in(user)
    assert client.get(PATH).status_code == 302


@pytest.mark.parametrize("flag", ["HttpOnly", "SameSite=Lax", "Path=/"])
def test_the_session_cookie_is_guarded(client: Visitor, user: User, flag: str) -> None:
    answer = client.submit(PATH, {"email": user.email, "password": PASSWORD})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("exchange="))
    assert flag in cookie.split("; ")
    assert "Secure" not in cookie  # served over http on this machine


def test_signing_out_ends_the_session_of_this_browser(client: Visitor, user: User) -> None:
    sign_in(client, user)
    assert client.submit("/accounts/sign-out").location == "/"
    assert user.name not in client.get("/no-such-page").text


def test_signing_out_without_a_token_changes_nothing(client: Visitor, user: User) -> None:
    sign_in(client, user)
    assert client.post("/accounts/sign-out").status_code == 400
    assert user.name in client.get("/no-such-page").text


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    english: Visitor, session: Session, user: User, known: bool
) -> None:
    email = user.email if known else "nobody@city.example"
    answer = english.submit(PATH, {"email": email, "password": "not the password"})
    assert answer.status_code == 422
    assert WRONG in answer.text
    attempts = session.scalars(select(SignInAttempt)).all()
    assert [(row.email, row.succeeded) for row in attempts] == [(email, False)]


@pytest.mark.parametrize(
    "changes", [{"password_hash": None}, {"active": False}], ids=["invited", "ended"]
)
def test_an_account_without_a_password_or_ended_is_as_unknown(
    english: Visitor, session: Session, user: User, changes: dict[str, object]
) -> None:
    for name, value in changes.items():
        setattr(user, name, value)
    session.flush()
    status, text = sign_in(english, user)
    assert (status, WRONG in text) == (422, True)


def test_what_was_typed_stays_but_not_the_password(english: Visitor, user: User) -> None:
    _, text = sign_in(english, user, "not the password")
    assert f'value="{user.email}"' in text
    assert "not the password" not in text


def test_failures_of_one_account_make_it_wait_but_no_other(
    english: Visitor, session: Session, user: User
) -> None:
    other = make_user(session, password_hash=HASH)
    for _ in range(FAILURES_BY_EMAIL):
        assert sign_in(english, user, "wrong")[0] == 422
    status, text = sign_in(english, user)
    assert (status, WAIT in text) == (429, True)
    assert sign_in(english, other)[0] == 302


def test_failures_from_one_address_make_every_account_wait(
    english: Visitor, session: Session, user: User
) -> None:
    session.add_all(
        SignInAttempt(email=f"p{number}@city.example", address="127.0.0.1", at=clock.machine_now())
        for number in range(FAILURES_BY_ADDRESS)
    )
    session.flush()
    assert sign_in(english, user)[0] == 429


def test_a_wait_is_over_after_its_time_and_old_attempts_are_dropped(
    client: Visitor, session: Session, user: User
) -> None:
    ages = [timedelta(minutes=16)] * FAILURES_BY_EMAIL + [timedelta(days=2)]
    session.add_all(
        SignInAttempt(email=user.email, address="127.0.0.1", at=clock.machine_now() - age)
        for age in ages
    )
    session.flush()
    assert sign_in(client, user)[0] == 302
    rows = session.scalars(select(SignInAttempt.succeeded)).all()
    assert sorted(rows) == [False] * FAILURES_BY_EMAIL + [True]


def test_successes_do_not_count_as_failures(client: Visitor, user: User) -> None:
    for _ in range(FAILURES_BY_EMAIL + 1):
        assert sign_in(client, user)[0] == 302


@pytest.mark.parametrize("cookie", ["", "x", "0190c7c0-0000-7000-8000-000000000000:1"])
def test_a_cookie_that_names_nobody_is_nobody(client: Visitor, cookie: str) -> None:
    with client.session_transaction() as held:
        held["_user_id"] = cookie
    assert client.get("/no-such-page").status_code == 404


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/accounts/users/?x=1", "/accounts/users/?x=1"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("///elsewhere.example/", None),
        ("////elsewhere.example/", None),
        ("/\r\n//elsewhere.example/", None),
        ("/\\elsewhere.example/", None),
        ("/\t/elsewhere.example/", None),
        ("javascript:go()", None),
        ("", None),
    ],
)
def test_next_leads_only_to_this_site(
    app: Flask, client: Visitor, user: User, target: str, leads_to: str | None
) -> None:
    answer = client.post(
        PATH,
        query_string={"next": target},
        data={"email": user.email, "password": PASSWORD, "csrf_token": client.token()},
    )
    assert answer.status_code == 302
    assert (answer.location == leads_to) is (leads_to is not None)
    assert answer.location.startswith("/")
    assert not answer.location.startswith("//")


def test_a_closed_page_returns_there_after_signing_in(client: Visitor, session: Session) -> None:
    admin = make_user(session, role=Role.ADMINISTRATOR, password_hash=HASH)
    path = client.get("/accounts/users/").location
    assert path == "/accounts/sign-in?next=/accounts/users/"
    assert sign_in(client, admin, path=path) == (302, "/accounts/users/")


def test_a_closed_button_does_not_return_to_its_own_address(client: Visitor) -> None:
    assert client.submit("/accounts/users/new").location == PATH


@pytest.mark.parametrize("fields", [{}, {"email": "x@y.example"}, {"password": "x"}])
def test_an_empty_field_is_refused(english: Visitor, fields: dict[str, str]) -> None:
    answer = english.submit(PATH, fields)
    assert answer.status_code == 422
    assert "Please fill in “" in answer.text


@pytest.mark.parametrize("name", ["a" * 300, "İ" * 130])  # two letters each when small
def test_a_long_address_is_refused_before_the_database_sees_it(english: Visitor, name: str) -> None:
    answer = english.submit(PATH, {"email": f"{name}@city.example", "password": "x"})
    assert answer.status_code == 422
