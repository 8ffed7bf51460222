"""Passwords: forgotten, handed over anew, changed, and kept under today's hash."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.rules import (
    FAILURES_BY_ADDRESS,
    FAILURES_BY_EMAIL,
    HANDED_RESET_LIFETIME,
    RESET_LIFETIME,
    RESETS_AN_HOUR,
)
from exchange.accounts.services import (
    MAIL_RESET,
    hand_reset,
    hash_password,
    invite,
    is_outdated,
    password_matches,
)
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.links import Link
from exchange.core.permissions import Role
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.outbox.models import Mail
from exchange.rooms.keeping import JOB_HANDLERS
from tests.factories.accounts import acts_of, make_user
from tests.servers.visitor import Visitor

FORGOTTEN = "/accounts/forgotten"
CHANGE = "/accounts/mine/password"
MINE = "/accounts/mine/"
SIGN_IN = "/accounts/sign-in"
PASSWORD = "correct horse battery staple"
NEW = "an old pond, a frog jumps in"
#: Long enough, and tried early.
COMMON = "kumamoto2026!"
HASH = hash_password(PASSWORD)
LINK = re.compile(r"http://localhost(/accounts/reset/[\w-]+)")


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=HASH)


@pytest.fixture
def mailing(app: Flask, settings: Settings) -> Settings:
    """Give settings with which mail leaves the house."""
    found = replace(settings, mail_url="file:///nowhere")
    app.extensions["settings"] = found
    return found


@pytest.fixture
def ask(
    client: Visitor, session: Session, database: Database, mailing: Settings, settings: Settings
) -> Callable[..., list[Mail]]:
    """Give a function that asks for a link and lets the job do its work; returns all mails."""

    def asked(email: str) -> list[Mail]:
        assert client.submit(FORGOTTEN, {"email": email}).location == f"{FORGOTTEN}/sent"
        work_off(database, settings)
        return list(session.scalars(select(Mail).order_by(Mail.created_at, Mail.id)))

    return asked


def work_off(database: Database, settings: Settings) -> None:
    """Do the waiting jobs of a house whose mail waits for a server."""
    assert Worker(database, settings, JOB_HANDLERS).work_off()


def path_in(mail: Mail) -> str:
    found = LINK.search(mail.body or "")
    assert found
    return found[1]


def signs_in(visitor: Visitor, user: User, password: str) -> bool:
    fields = {"email": user.email, "password": password}
    return visitor.submit(SIGN_IN, fields).status_code == 302


def set_new(visitor: Visitor, path: str) -> int:
    return visitor.submit(path, {"password": NEW, "repeated": NEW}).status_code


def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(
    client: Visitor, session: Session, user: User, ask: Callable[..., list[Mail]]
) -> None:
    client.sign_in(user)
    (mail,) = ask(f" {user.email.upper()} ")
    path = path_in(mail)
    page = client.get(path)
    assert user.name in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )
    assert set_new(client, path) == 302
    assert client.get(MINE).location.startswith(SIGN_IN)  # older sessions have ended
    assert signs_in(client, user, NEW)
    assert not signs_in(client, user, PASSWORD)
    assert (client.get(path).status_code, set_new(client, path)) == (404, 404)
    assert acts_of(session) == ["accounts.make_reset", "accounts.set_password"]
    told = session.scalars(select(Mail).order_by(Mail.created_at.desc(), Mail.id.desc())).all()[0]
    assert told.subject == "【熊本市 友好姉妹都市交流】パスワードが変更されました"


@pytest.mark.parametrize(
    "changes",
    [{"email": "x@city.example"}, {"active": False}, {"password_hash": None}],
    ids=["unknown", "ended", "without a password"],
)
def test_an_address_nobody_signs_in_with_gets_the_same_answer_and_no_mail(
    session: Session, user: User, ask: Callable[..., list[Mail]], changes: dict[str, object]
) -> None:
    email = user.email
    for name, value in changes.items():
        setattr(user, name, value)
    session.flush()
    assert ask(email) == []
    assert session.scalars(select(Job.kind)).all() == [MAIL_RESET]


def test_a_link_is_not_made_for_an_account_that_ended_meanwhile(
    client: Visitor,
    session: Session,
    database: Database,
    user: User,
    mailing: Settings,
    settings: Settings,
) -> None:
    client.submit(FORGOTTEN, {"email": user.email})
    user.active = False
    session.flush()
    work_off(database, settings)
    assert session.scalars(select(Mail)).all() == []


def test_a_link_is_kept_hashed_for_an_hour_and_replaced_by_the_next(
    client: Visitor, session: Session, user: User, ask: Callable[..., list[Mail]]
) -> None:
    first = path_in(ask(user.email)[0])
    second = path_in(ask(user.email)[1])
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    link = session.scalars(select(Link).where(Link.revoked_at.is_(None))).one()
    assert link.token_hash not in {None, second.rpartition("/")[2]}
    assert link.expires_at is not None
    assert abs(link.expires_at - link.created_at - RESET_LIFETIME) < timedelta(minutes=1)
    link.expires_at = clock.machine_now()
    session.flush()
    assert client.get(second).status_code == 404


def test_an_account_gets_only_so_many_links_an_hour(
    user: User, ask: Callable[..., list[Mail]]
) -> None:
    for number in range(1, RESETS_AN_HOUR + 1):
        assert len(ask(user.email)) == number
    assert len(ask(user.email)) == RESETS_AN_HOUR


def test_whoever_asks_too_often_waits(
    client: Visitor, session: Session, user: User, mailing: Settings
) -> None:
    session.add_all(
        SignInAttempt(email="", address="127.0.0.1", at=clock.machine_now())
        for _ in range(FAILURES_BY_ADDRESS)
    )
    session.flush()
    answer = client.submit(f"{FORGOTTEN}?lang=en", {"email": user.email})
    assert answer.status_code == 429
    assert "Links were asked for too often from here." in answer.text


@pytest.mark.parametrize("email", ["", "no address"])
def test_what_is_no_address_is_refused(client: Visitor, mailing: Settings, email: str) -> None:
    assert client.submit(FORGOTTEN, {"email": email}).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [{"mail_url": None}, {"mail_url": "file:///nowhere", "public": False}],
    ids=["no mail", "closed network"],
)
def test_without_mail_the_page_names_the_administrator(
    app: Flask, client: Visitor, settings: Settings, user: User, changes: dict[str, Any]
) -> None:
    app.extensions["settings"] = replace(settings, **changes)
    page = client.get(f"{FORGOTTEN}?lang=en").text
    assert "A system administrator gives you a link" in page
    assert 'name="email"' not in page
    assert client.submit(FORGOTTEN, {"email": user.email}).status_code == 404


def test_an_administrator_hands_a_link_over(
    client_as: Callable[..., Visitor], client: Visitor, session: Session, user: User
) -> None:
    admin = client_as(Role.ADMINISTRATOR)
    answer = admin.submit(f"/accounts/users/{user.id}/reset")
    found = LINK.search(answer.text)
    assert found
    link = session.scalars(select(Link)).one()
    assert link.expires_at is not None
    assert abs(link.expires_at - link.created_at - HANDED_RESET_LIFETIME) < timedelta(minutes=1)
    assert set_new(client, found[1]) == 302
    assert signs_in(client, user, NEW)
    assert session.scalars(select(Mail)).all() == []


def test_no_link_is_made_for_an_ended_account(
    client_as: Callable[..., Visitor], session: Session, user: User
) -> None:
    user.active = False
    session.flush()
    admin = client_as(Role.ADMINISTRATOR)
    assert admin.submit(f"/accounts/users/{user.id}/reset").status_code == 422


@pytest.mark.parametrize("has_mail", [True, False])
def test_a_person_changes_the_password_and_stays_signed_in_here_alone(
    app: Flask, client: Visitor, session: Session, user: User, settings: Settings, has_mail: bool
) -> None:
    mail_url = "file:///nowhere" if has_mail else None
    app.extensions["settings"] = replace(settings, mail_url=mail_url)
    other = app.test_client()
    assert isinstance(other, Visitor)
    other.sign_in(user)
    client.sign_in(user)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    answer = client.submit(CHANGE, {"current": PASSWORD, "password": NEW, "repeated": NEW})
    assert answer.location == MINE
    assert "パスワードを変更しました" in client.get(MINE).text
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert other.get(MINE).status_code == 302
    assert not signs_in(other, user, PASSWORD)
    assert len(session.scalars(select(Mail)).all()) == has_mail
    assert acts_of(session) == ["accounts.set_password"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "wrong"}, "The present password is not right."),
        ({"repeated": "different"}, "The two passwords are not the same."),
        ({"password": PASSWORD, "repeated": PASSWORD}, "Please choose another password"),
        ({"password": "short", "repeated": "short"}, "12 to 1,000 characters long"),
        ({"password": COMMON, "repeated": COMMON}, "This password would be guessed early."),
    ],
)
def test_a_change_is_refused(
    client: Visitor, session: Session, user: User, fields: dict[str, str], sentence: str
) -> None:
    client.sign_in(user)
    given = {"current": PASSWORD, "password": NEW, "repeated": NEW} | fields
    answer = client.submit(f"{CHANGE}?lang=en", given)
    assert answer.status_code == 422
    assert sentence in answer.text
    session.refresh(user)
    assert user.password_hash == HASH


def test_a_password_counts_as_it_was_typed(client: Visitor, user: User) -> None:
    client.sign_in(user)
    typed = f"  {NEW}\t"
    given = {"current": PASSWORD, "password": typed, "repeated": typed}
    assert client.submit(CHANGE, given).status_code == 302
    client.submit("/accounts/sign-out")
    assert not signs_in(client, user, NEW)
    assert signs_in(client, user, typed)


@pytest.fixture
def listed(app: Flask, settings: Settings, tmp_path: Path) -> Path:
    """Give the list of breached passwords, on which the new one stands."""
    path = tmp_path / "breached"
    path.write_text(f"{sha1(NEW.encode()).hexdigest().upper()}:3\n")
    app.extensions["settings"] = replace(settings, breached_passwords=path)
    return path


@pytest.mark.parametrize("way", ["change", "reset", "invitation"])
def test_a_password_that_leaked_elsewhere_is_not_taken_whichever_way_it_is_set(
    client: Visitor, session: Session, user: User, listed: Path, way: str
) -> None:
    actor, path = user.as_actor(), CHANGE
    if way == "change":
        client.sign_in(user)
    else:
        ask = hand_reset if way == "reset" else invite
        path = f"/accounts/{way}/{ask(session, actor=actor, user=user)}"
        session.commit()
    given = {"current": PASSWORD, "password": NEW, "repeated": NEW}
    answer = client.submit(f"{path}?lang=en", given)
    assert answer.status_code == 422
    assert "on a list of those that leaked from other services" in answer.text
    listed.unlink()
    answer = client.submit(f"{path}?lang=en", given)
    assert answer.status_code == 503
    assert "the list of leaked ones cannot be read" in answer.text
    session.refresh(user)
    assert user.password_hash == HASH
    listed.write_text(f"{'0' * 40}:1\n")
    assert client.submit(path, given).status_code == 302


def test_guessing_the_present_password_is_counted_as_signing_in_is(
    client: Visitor, user: User
) -> None:
    client.sign_in(user)
    fields = {"current": "wrong", "password": NEW, "repeated": NEW}
    for _ in range(FAILURES_BY_EMAIL):
        assert client.submit(CHANGE, fields).status_code == 422
    assert client.submit(CHANGE, fields | {"current": PASSWORD}).status_code == 429


def test_signing_in_keeps_the_password_under_todays_hash(
    client: Visitor, session: Session, user: User
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    user.password_hash = old
    session.flush()
    assert is_outdated(old)
    for _ in range(2):
        assert signs_in(client, user, PASSWORD)
    session.refresh(user)
    assert user.password_hash is not None
    assert not is_outdated(user.password_hash)
    assert password_matches(PASSWORD, user.password_hash)
    assert (user.version, acts_of(session)) == (2, [])


def test_a_link_that_was_handed_over_outlives_one_that_anybody_asks_for(
    client: Visitor, session: Session, user: User, ask: Callable[..., list[Mail]]
) -> None:
    token = hand_reset(session, actor=user.as_actor(), user=user)
    session.commit()
    first, second = (path_in(ask(user.email)[-1]) for _ in range(2))
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]
    assert client.get(f"/accounts/reset/{token}").status_code == 200


def test_a_changed_password_ends_a_link_to_another_one(
    client: Visitor, session: Session, user: User
) -> None:
    token = hand_reset(session, actor=user.as_actor(), user=user)
    session.commit()
    client.sign_in(user)
    client.submit(CHANGE, {"current": PASSWORD, "password": NEW, "repeated": NEW})
    assert client.get(f"/accounts/reset/{token}").status_code == 404
