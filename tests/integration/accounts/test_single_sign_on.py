"""Signing in through the city's directory, against one that can be told to answer wrongly.

A real provider is asked in `test_identity_provider.py`.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.accounts import provider
from exchange.accounts.models import DirectoryIdentity, SignInAttempt, User, UserSession
from exchange.accounts.rules import FAILURES_BY_ADDRESS
from exchange.accounts.services import hash_password, invite, keep_codes, new_codes
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.permissions import Role, system_actor
from tests.factories.accounts import acts_of, make_user
from tests.factories.youth import make_school
from tests.servers.directory import DirectoryServer, running_directory
from tests.servers.visitor import Visitor

START = "/accounts/directory"
PERSON = "/accounts/directory/person"
#: What the directory answers is read the same way whatever the database.
ON_ONE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
PASSWORD = "correct horse battery staple"
HASH = hash_password(PASSWORD)

REFUSED = "City Directory did not confirm who you are. Please try again."
AWAY = "City Directory cannot be reached."
LATE = "Too much time has passed since City Directory was asked."


@pytest.fixture(scope="module")
def running() -> Iterator[DirectoryServer]:
    with running_directory() as directory:
        yield directory


@pytest.fixture
def directory(running: DirectoryServer, app: Flask) -> DirectoryServer:
    """Give the directory with nobody in it, answering rightly, and Exchange registered there."""
    running.person, running.claims, running.description, running.failing = {}, {}, {}, {}
    running.keeps_address_apart, running.shown_key = False, None
    provider.described.clear()
    set_up(app, running)
    return running


def set_up(app: Flask, directory: DirectoryServer, **changes: object) -> None:
    """Register Exchange with the directory."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, directory=directory.settings(**changes))


@pytest.fixture
def user(session: Session, directory: DirectoryServer) -> User:
    """Give an account without a password, whose person the directory knows."""
    user = make_user(session)
    directory.person = person_of(user)
    return user


def person_of(user: User, **changes: object) -> dict[str, object]:
    return {"sub": f"s-{user.id}", "email": user.email, "email_verified": True, **changes}


@pytest.fixture
def english(client: Visitor, directory: DirectoryServer) -> Visitor:
    client.get("/accounts/sign-in?lang=en")
    return client


def go(visitor: Visitor, path: str = START) -> TestResponse:
    """Go to the directory and come back with its answer."""
    return visitor.get(way_back(visitor, path))


def way_back(visitor: Visitor, path: str = START) -> str:
    """Go to the directory; return where it sends the browser back to."""
    sent = visitor.get(path)
    assert sent.status_code == 302, sent.text
    back = requests.get(sent.location, allow_redirects=False, timeout=60).headers["Location"]
    parts = urlsplit(back)
    assert f"{parts.scheme}://{parts.netloc}" == "http://localhost"
    return f"{parts.path}?{parts.query}"


def bind(visitor: Visitor, path: str = START) -> TestResponse:
    """Come back from the directory and press the button of the page that follows."""
    assert go(visitor, path).location == PERSON
    return visitor.submit(PERSON)


def is_signed_in(visitor: Visitor, user: User) -> bool:
    return user.name in visitor.get("/no-such-page").text


def test_an_account_is_bound_once_and_signs_in(
    english: Visitor, session: Session, user: User, directory: DirectoryServer
) -> None:
    assert "Sign in with City Directory" in english.get("/accounts/sign-in").text
    answer = go(english, f"{START}?next=/tasks/")
    assert answer.location == PERSON
    page = english.get(PERSON).text
    assert "Is this your account?" in page
    assert user.email in page
    assert not is_signed_in(english, user)
    assert english.submit(PERSON).location == "/tasks/"
    assert is_signed_in(english, user)
    bound = session.scalars(select(DirectoryIdentity)).one()
    assert (bound.user_id, bound.subject) == (user.id, directory.person["sub"])
    assert acts_of(session) == ["accounts.bind_identity"]
    assert session.scalars(select(SignInAttempt.succeeded)).all() == [True]


def test_a_bound_account_goes_on_by_itself_whatever_its_address_is_by_then(
    english: Visitor, session: Session, user: User, directory: DirectoryServer
) -> None:
    bind(english)
    english.submit("/accounts/sign-out")
    directory.person = {"sub": directory.person["sub"]}
    assert go(english).location == PERSON
    page = english.get(PERSON).text
    assert f"You go on as {user.name}." in page
    assert "data-continue" in page
    assert english.submit(PERSON).status_code == 302
    assert is_signed_in(english, user)
    assert len(session.scalars(select(DirectoryIdentity)).all()) == 1


@ON_ONE
def test_the_directory_is_asked_with_secrets_that_are_new_each_time(
    english: Visitor, user: User, directory: DirectoryServer
) -> None:
    asked = []
    for _ in range(2):
        go(english)
        asked.append(directory.asked["/authorize"])
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name]) >= 43
        assert asked[0][name] != asked[1][name]
    assert asked[0]["scope"] == "openid email"
    assert asked[0]["redirect_uri"] == "http://localhost/accounts/directory/answer"
    assert "acr_values" not in asked[0]


@ON_ONE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nonce": "another"}, REFUSED),
        ({"nonce": None}, REFUSED),
        ({"aud": "another"}, REFUSED),
        ({"aud": ["exchange", "another"]}, REFUSED),
        ({"iss": "https://another.example"}, REFUSED),
        ({"sub": ""}, REFUSED),
        ({"sub": "x" * 256}, REFUSED),
        ({"at_hash": "another"}, REFUSED),
        ({"exp": int(time.time()) - 120}, LATE),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    english: Visitor,
    session: Session,
    user: User,
    directory: DirectoryServer,
    changes: dict[str, object],
    sentence: str,
) -> None:
    directory.claims = changes
    answer = go(english)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert LATE in english.submit(PERSON).text
    assert session.scalars(select(SignInAttempt.succeeded)).all() == [False]


@ON_ONE
def test_a_signature_by_another_key_lets_nobody_in(
    english: Visitor, user: User, directory: DirectoryServer
) -> None:
    directory.shown_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert REFUSED in go(english).text


def test_an_answer_is_taken_once(english: Visitor, user: User) -> None:
    back = way_back(english)
    with english.session_transaction() as cookie:
        kept = dict(cookie)
    assert english.get(back).location == PERSON
    assert REFUSED in english.get(back).text  # this browser asked for nothing more
    with english.session_transaction() as cookie:
        cookie.update(kept)
    again = english.get(back)  # nor does its cookie of before help
    assert again.status_code == 422
    assert "This confirmation has been used already." in again.text


@ON_ONE
def test_an_answer_for_another_browser_is_refused(app: Flask, english: Visitor, user: User) -> None:
    back = way_back(english)
    stranger = app.test_client()
    assert stranger.get(back).status_code == 422
    stranger.get(f"{START}?lang=en")
    assert REFUSED in stranger.get(back).text


@ON_ONE
def test_who_turns_back_at_the_directory_is_told(english: Visitor, user: User) -> None:
    state = way_back(english).partition("state=")[2]
    answer = english.get(f"/accounts/directory/answer?error=access_denied&state={state}")
    assert REFUSED in answer.text


@ON_ONE
def test_a_code_of_another_is_refused(english: Visitor, user: User) -> None:
    state = way_back(english).partition("state=")[2]
    answer = english.get(f"/accounts/directory/answer?code=guessed&state={state}")
    assert (answer.status_code, REFUSED in answer.text) == (422, True)


@ON_ONE
def test_an_errand_ends_after_its_time(english: Visitor, user: User) -> None:
    back = way_back(english)
    with english.session_transaction() as cookie:
        cookie["errand"] = {**cookie["errand"], "begun": cookie["errand"]["begun"] - 601}
    assert LATE in english.get(back).text
    go(english)
    with english.session_transaction() as cookie:
        identity = cookie["shown"]["identity"]
        shown = {**identity, "shown": identity["shown"] - 601}
        cookie["shown"] = {**cookie["shown"], "identity": shown}
    assert LATE in english.submit(PERSON).text


@ON_ONE
@pytest.mark.parametrize(
    ("path", "status"),
    [("/token", 500), ("/token", 200), ("/keys", 404)],
)
def test_a_directory_that_fails_is_said_to_be_away(
    english: Visitor,
    session: Session,
    user: User,
    directory: DirectoryServer,
    path: str,
    status: int,
) -> None:
    back = way_back(english)
    directory.failing = {path: status}
    answer = english.get(back)
    assert answer.status_code == 503
    assert AWAY in answer.text
    assert False not in session.scalars(select(SignInAttempt.succeeded)).all()


@ON_ONE
def test_a_directory_that_does_not_answer_is_away(english: Visitor, app: Flask) -> None:
    with running_directory() as gone:
        pass
    set_up(app, gone, name="Kumamoto Staff")
    answer = english.get(START)
    assert answer.status_code == 503
    assert "Kumamoto Staff cannot be reached." in answer.text
    assert "Sign in with Kumamoto Staff" in answer.text


@ON_ONE
@pytest.mark.parametrize("kept", [["client_secret_post"], ["client_secret_basic", "none"]])
def test_the_secret_is_shown_as_the_directory_wants_it(
    english: Visitor, user: User, directory: DirectoryServer, kept: list[str]
) -> None:
    directory.description = {"token_endpoint_auth_methods_supported": kept}
    assert go(english).location == PERSON
    assert ("client_secret" in directory.asked["/token"]) is (kept == ["client_secret_post"])


@ON_ONE
@pytest.mark.parametrize(
    ("person", "lets_in"), [({}, True), ({"sub": "another"}, False), ({"email": None}, False)]
)
def test_an_address_may_be_kept_apart(
    english: Visitor,
    user: User,
    directory: DirectoryServer,
    person: dict[str, object],
    lets_in: bool,
) -> None:
    directory.keeps_address_apart = True
    directory.claims = {"sub": directory.person["sub"]}
    directory.person = person_of(user, **person)
    go(english)
    assert (english.submit(PERSON).status_code == 302) is lets_in


@ON_ONE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nobody@city.example"}, "There is no account for nobody@city.example."),
        ({"email": "no address"}, "There is no account for no address."),
        ({"email_verified": False}, "City Directory holds no confirmed mail address for you."),
        ({"email_verified": "true"}, "City Directory holds no confirmed mail address for you."),
        ({"email": None}, "City Directory holds no confirmed mail address for you."),
    ],
)
def test_who_has_no_account_gets_none(
    english: Visitor,
    session: Session,
    user: User,
    directory: DirectoryServer,
    changes: dict[str, object],
    sentence: str,
) -> None:
    directory.person = person_of(user, **changes)
    assert go(english).location == PERSON
    for answer in (english.get(PERSON), english.submit(PERSON)):
        assert answer.status_code == 422
        assert sentence in answer.text
    assert session.scalars(select(User.email)).all() == [user.email]
    assert session.scalars(select(DirectoryIdentity)).all() == []


def test_an_ended_account_lets_nobody_in_bound_or_not(
    english: Visitor, session: Session, user: User
) -> None:
    user.active = False
    session.flush()
    go(english)
    assert "There is no account for" in english.submit(PERSON).text
    user.active = True
    session.flush()
    bind(english)
    english.submit("/accounts/sign-out")
    session.refresh(user)
    user.active = False
    session.flush()
    go(english)
    assert "This account has been ended." in english.submit(PERSON).text


def test_an_account_is_not_bound_to_a_second_person(
    english: Visitor, session: Session, user: User, directory: DirectoryServer
) -> None:
    bind(english)
    english.submit("/accounts/sign-out")
    directory.person = person_of(user, sub="the next one at this address")
    go(english)
    assert "already bound to another person" in english.submit(PERSON).text


def test_an_administrator_unbinds_an_account_for_the_next_person(
    english: Visitor,
    client_as: Callable[..., Visitor],
    session: Session,
    user: User,
    directory: DirectoryServer,
) -> None:
    bind(english)
    admin = client_as(Role.ADMINISTRATOR)
    assert "bound to the directory" in admin.get("/accounts/users/?lang=en").text
    assert admin.submit(f"/accounts/users/{user.id}/unbind").location == "/accounts/users/"
    assert not is_signed_in(english, user)
    assert f"/accounts/users/{user.id}/unbind" not in admin.get("/accounts/users/").text
    assert admin.submit(f"/accounts/users/{user.id}/unbind").status_code == 404
    assert admin.submit(f"/accounts/users/{uuid7()}/unbind").status_code == 404
    directory.person = person_of(user, sub="the next one at this address")
    assert bind(english).status_code == 302
    assert acts_of(session) == [
        "accounts.bind_identity",
        "accounts.end_identity",
        "accounts.bind_identity",
    ]


def test_a_school_is_bound_by_its_invitation_alone(
    english: Visitor, session: Session, directory: DirectoryServer
) -> None:
    school = make_user(session, role=Role.SCHOOL, school_id=make_school(session).id)
    directory.person = person_of(school)
    go(english)
    assert "open its invitation link" in english.submit(PERSON).text
    path = f"/accounts/invitation/{invite(session, actor=system_actor('test'), user=school)}"
    session.flush()
    assert "Start with City Directory" in english.get(path).text
    assert bind(english, f"{path}/directory").status_code == 302
    assert is_signed_in(english, school)
    assert english.get(path).status_code == 404


def test_an_invitation_that_was_not_needed_ends(
    english: Visitor, session: Session, user: User, directory: DirectoryServer
) -> None:
    path = f"/accounts/invitation/{invite(session, actor=system_actor('test'), user=user)}"
    assert bind(english).status_code == 302
    assert english.get(path).status_code == 404


def test_an_invitation_is_for_the_person_who_was_invited(
    english: Visitor, session: Session, user: User
) -> None:
    other = make_user(session)
    token = invite(session, actor=system_actor("test"), user=other)
    session.flush()
    go(english, f"/accounts/invitation/{token}/directory")
    assert "This invitation is for another mail address." in english.submit(PERSON).text
    assert english.get("/accounts/invitation/guessed/directory").status_code == 404


def test_answers_are_counted_with_failed_sign_ins(
    english: Visitor, session: Session, user: User
) -> None:
    back = way_back(english)
    session.add_all(
        SignInAttempt(email="", address="127.0.0.1", at=clock.machine_now())
        for _ in range(FAILURES_BY_ADDRESS)
    )
    session.flush()
    answer = english.get(back)
    assert answer.status_code == 429
    assert "Signing in failed too often." in answer.text


@ON_ONE
@pytest.mark.parametrize(
    ("amr", "has_codes", "leads_to", "strong"),
    [
        (["pwd"], False, "/home/", [False]),
        (["pwd"], True, "/accounts/second-step", []),
        (["mfa"], True, "/home/", [True]),
    ],
)
def test_one_factor_of_the_directory_is_followed_by_ours(
    english: Visitor,
    session: Session,
    user: User,
    directory: DirectoryServer,
    amr: list[str],
    has_codes: bool,
    leads_to: str,
    strong: list[bool],
) -> None:
    if has_codes:
        keep_codes(session, actor=user.as_actor(), codes=new_codes(1))
        session.flush()
    directory.claims = {"amr": amr}
    assert bind(english).location == leads_to
    assert session.scalars(select(UserSession.is_strong)).all() == strong


def test_without_a_directory_its_pages_do_not_exist(client: Visitor) -> None:
    assert "/accounts/directory" not in client.get("/accounts/sign-in").text
    for path in (START, f"{START}/answer", PERSON):
        assert client.get(path).status_code == 404


@ON_ONE
@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 422), (Role.ADMINISTRATOR, 422), (Role.SCHOOL, 302)]
)
def test_staff_may_be_kept_from_passwords(
    app: Flask, english: Visitor, session: Session, role: Role, status: int
) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, break_glass="admin@city.example")
    school = make_school(session).id if role is Role.SCHOOL else None
    user = make_user(session, role=role, school_id=school, password_hash=HASH)
    fields = {"email": user.email, "password": PASSWORD}
    answer = english.submit("/accounts/sign-in", fields)
    assert answer.status_code == status
    assert ("Staff do not sign in by password here." in answer.text) is (status == 422)


def test_one_administrator_keeps_a_password_and_leaves_a_line(
    app: Flask, english: Visitor, session: Session
) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, break_glass="admin@city.example")
    user = make_user(
        session, role=Role.ADMINISTRATOR, email="admin@city.example", password_hash=HASH
    )
    fields = {"email": "Admin@City.example", "password": PASSWORD}
    assert english.submit("/accounts/sign-in", fields).status_code == 302
    assert is_signed_in(english, user)
    assert acts_of(session) == ["accounts.break_glass"]
