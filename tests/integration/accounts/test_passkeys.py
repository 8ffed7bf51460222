"""Passkeys: added, removed, signed in with, and every refusal."""

from dataclasses import replace
from string import ascii_letters, digits
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config import Settings
from exchange.accounts.models import Passkey, SignInAttempt, User, UserSession
from exchange.accounts.passkeys import MOST
from exchange.accounts.rules import FAILURES_BY_ADDRESS
from exchange.accounts.services import hash_password
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from tests.factories.accounts import acts_of, make_user
from tests.servers.authenticator import Authenticator
from tests.servers.visitor import Visitor

MINE = "/accounts/mine/"
NEW = "/accounts/mine/passkeys/new"
TO_MAKE = "/accounts/mine/passkeys/options"
TO_USE = "/accounts/passkeys/options"
SIGN_IN = "/accounts/passkeys/sign-in"

PASSWORD = "correct horse battery staple"

REFUSED = "The passkey could not be verified."
UNKNOWN = "This passkey is not known here."
COPIED = "it may have been copied"

#: What a device answers is read the same way whatever the database.
ON_ONE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=hash_password(PASSWORD))


@pytest.fixture
def owner(app: Flask, user: User) -> Visitor:
    """Give the browser of a person who is signed in."""
    visitor = Visitor(app, app.response_class)
    visitor.sign_in(user)
    visitor.get(f"{MINE}?lang=en")
    return visitor


@pytest.fixture
def english(client: Visitor) -> Visitor:
    client.get("/accounts/sign-in?lang=en")
    return client


@pytest.fixture
def device(owner: Visitor) -> Authenticator:
    """Give a device with a passkey that its person has added."""
    device = Authenticator()
    assert add(owner, device).status_code == 302
    return device


def add(owner: Visitor, device: Authenticator, **changes: object) -> TestResponse:
    asked = owner.get(TO_MAKE).json
    assert asked is not None
    fields = {"name": "office computer", "ticket": asked["ticket"], "current": PASSWORD}
    answer = device.make(asked["options"])
    return owner.submit(NEW, {**fields, "answer": answer, **changes})


def use(
    visitor: Visitor, device: Authenticator, path: str = SIGN_IN, /, **changes: object
) -> TestResponse:
    asked = visitor.get(TO_USE).json
    assert asked is not None
    fields = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    return visitor.submit(path, {**fields, **changes})


def clear_attempts(session: Session) -> None:
    session.execute(delete(SignInAttempt))


def is_signed_in(visitor: Visitor, user: User) -> bool:
    return user.name in visitor.get("/no-such-page").text


def test_a_passkey_signs_its_person_in_without_a_name(
    english: Visitor, session: Session, user: User, device: Authenticator
) -> None:
    assert "Sign in with a passkey" in english.get("/accounts/sign-in").text
    assert use(english, device, f"{SIGN_IN}?next=/tasks/").location == "/tasks/"
    assert is_signed_in(english, user)
    row = session.scalars(select(Passkey).execution_options(populate_existing=True)).one()
    assert (row.user_id, row.sign_count, row.used_at is not None) == (user.id, 1, True)
    assert session.scalars(select(SignInAttempt.succeeded)).all() == [True, True]


def test_a_device_that_does_not_count_signs_in_again_and_again(
    english: Visitor, owner: Visitor
) -> None:
    device = Authenticator(count=None)
    add(owner, device)
    for _ in range(2):
        assert use(english, device).status_code == 302


def test_a_person_sees_and_removes_passkeys(
    english: Visitor, owner: Visitor, session: Session, device: Authenticator
) -> None:
    assert "office computer" in owner.get(MINE).text
    row = session.scalars(select(Passkey)).one()
    path = f"/accounts/mine/passkeys/{row.id}/remove"
    assert english.submit(path).location.startswith("/accounts/sign-in")
    assert owner.submit(path).location == MINE
    assert "office computer" not in owner.get(MINE).text
    assert owner.submit(path).status_code == 404
    assert UNKNOWN in use(english, device).text
    assert "has been added already" in add(owner, device).text
    assert acts_of(session) == ["accounts.add_passkey", "accounts.remove_passkey"]


def test_nobody_removes_the_passkey_of_another(
    app: Flask, session: Session, device: Authenticator
) -> None:
    other = Visitor(app, app.response_class)
    other.sign_in(make_user(session))
    row = session.scalars(select(Passkey)).one()
    assert other.submit(f"/accounts/mine/passkeys/{row.id}/remove").status_code == 404
    assert "office computer" not in other.get(MINE).text


def test_a_device_is_told_which_passkeys_it_need_not_make(
    owner: Visitor, user: User, device: Authenticator
) -> None:
    asked = owner.get(TO_MAKE).json
    assert asked is not None
    options = asked["options"]
    assert len(options["excludeCredentials"]) == 1
    assert options["rp"] == {"id": "localhost", "name": "Sister-City Exchange"}
    assert (options["user"]["name"], options["attestation"]) == (user.email, "none")
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"


@ON_ONE
@pytest.mark.parametrize(
    ("changes", "fields", "sentence"),
    [
        ({"origin": "http://elsewhere.example"}, {}, REFUSED),
        ({"party": "elsewhere.example"}, {}, REFUSED),
        ({"verifies_person": False}, {}, REFUSED),
        ({}, {"answer": "{}"}, REFUSED),
        ({}, {"answer": "no JSON"}, REFUSED),
        ({}, {"answer": ""}, REFUSED),
        ({}, {"ticket": ""}, REFUSED),
        ({}, {"ticket": "guessed"}, REFUSED),
        ({"key": Authenticator().key}, {}, REFUSED),
        ({"credential_id": b"another"}, {}, UNKNOWN),
        ({"handle": b"another"}, {}, UNKNOWN),
        ({"handle": b""}, {}, UNKNOWN),
        ({"count": -1}, {}, COPIED),
    ],
)
def test_an_answer_that_does_not_hold_signs_nobody_in(
    english: Visitor,
    session: Session,
    user: User,
    device: Authenticator,
    changes: dict[str, Any],
    fields: dict[str, object],
    sentence: str,
) -> None:
    if sentence == COPIED:
        use(english, device)
        english.submit("/accounts/sign-out")
    clear_attempts(session)
    answer = use(english, replace(device, **changes), **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not is_signed_in(english, user)
    assert True not in session.scalars(select(SignInAttempt.succeeded)).all()


@ON_ONE
@pytest.mark.parametrize(
    ("changes", "fields", "sentence"),
    [
        ({"origin": "http://elsewhere.example"}, {}, REFUSED),
        ({"verifies_person": False}, {}, REFUSED),
        ({}, {"answer": "{}"}, REFUSED),
        ({}, {"ticket": "guessed"}, REFUSED),
        ({}, {"name": ""}, "Please fill in “Name of the passkey”."),
    ],
)
def test_an_answer_that_does_not_hold_adds_nothing(
    owner: Visitor,
    session: Session,
    changes: dict[str, Any],
    fields: dict[str, object],
    sentence: str,
) -> None:
    answer = add(owner, replace(Authenticator(), **changes), **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(Passkey)).all() == []


def test_an_answer_is_taken_once(english: Visitor, owner: Visitor, session: Session) -> None:
    device = Authenticator(count=None)
    add(owner, device)
    asked = english.get(TO_USE).json
    assert asked is not None
    fields = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    assert english.submit(SIGN_IN, fields).status_code == 302
    english.submit("/accounts/sign-out")
    assert "This confirmation has been used already." in english.submit(SIGN_IN, fields).text
    spelled = [asked["ticket"][:-1] + mark for mark in ascii_letters + digits + "-_"]
    for ticket in (*spelled, asked["ticket"] + "="):  # the same signature in other letters
        assert english.submit(SIGN_IN, {**fields, "ticket": ticket}).status_code != 302
        clear_attempts(session)


def test_a_passkey_is_added_with_the_password_from_a_session_that_had_what_there_is(
    app: Flask, owner: Visitor, session: Session, user: User, settings: Settings
) -> None:
    app.extensions["settings"] = replace(settings, mail_url="file:///nowhere")
    assert add(owner, Authenticator(), current="wrong").status_code == 422
    assert add(owner, Authenticator()).status_code == 302
    assert [mail.recipient for mail in session.scalars(select(Mail))] == [user.email]
    owner.sign_in(user)  # with the password alone, beside the passkey there is now
    answer = add(owner, Authenticator())
    assert (answer.status_code, "signed in with a password alone" in answer.text) == (422, True)


def test_where_a_second_factor_is_needed_a_passkey_is_asked_for_and_the_password_is_not_enough(
    app: Flask, english: Visitor, user: User, device: Authenticator, settings: Settings
) -> None:
    app.extensions["settings"] = replace(settings, second_factor="required")
    answer = english.submit("/accounts/sign-in", {"email": user.email, "password": PASSWORD})
    assert (answer.status_code, "with its passkey" in answer.text) == (422, True)
    assert not is_signed_in(english, user)
    assert use(english, device).status_code == 302
    assert english.get("/tasks/").status_code == 200


@ON_ONE
def test_what_was_asked_for_one_purpose_serves_no_other(
    app: Flask, english: Visitor, owner: Visitor, session: Session, device: Authenticator
) -> None:
    other = Visitor(app, app.response_class)
    other.sign_in(make_user(session))
    asked = other.get(TO_MAKE).json
    assert asked is not None
    assert REFUSED in add(owner, Authenticator(), ticket=asked["ticket"]).text
    assert REFUSED in use(english, device, ticket=asked["ticket"]).text


@ON_ONE
def test_an_answer_that_took_too_long_is_refused(
    english: Visitor, device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.accounts.passkeys._ANSWER_SECONDS", -1)
    assert "Too much time has passed." in use(english, device).text


def test_a_passkey_of_an_ended_account_is_unknown(
    english: Visitor, session: Session, user: User, device: Authenticator
) -> None:
    user.active = False
    session.flush()
    assert UNKNOWN in use(english, device).text


def test_a_person_has_so_many_passkeys_at_most(
    owner: Visitor, session: Session, user: User
) -> None:
    session.add_all(
        Passkey(
            user_id=user.id,
            credential_id=f"c{number}",
            public_key=b"",
            sign_count=0,
            name=f"device {number}",
            added_at=clock.machine_now(),
        )
        for number in range(MOST)
    )
    session.execute(update(UserSession).values(is_strong=True))
    session.flush()
    assert "You may have up to 10 passkeys." in add(owner, Authenticator()).text


def test_answers_are_counted_with_failed_sign_ins(
    english: Visitor, session: Session, device: Authenticator
) -> None:
    session.add_all(
        SignInAttempt(email="", address="127.0.0.1", at=clock.machine_now())
        for _ in range(FAILURES_BY_ADDRESS)
    )
    session.flush()
    answer = use(english, device)
    assert answer.status_code == 429
    assert "Signing in failed too often." in answer.text


@ON_ONE
def test_where_browsers_know_no_passkeys_their_pages_do_not_exist(
    app: Flask, english: Visitor, owner: Visitor
) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, base_url="http://192.0.2.1:8000")
    assert SIGN_IN not in english.get("/accounts/sign-in").text
    assert english.get(TO_USE).status_code == 404
    assert owner.get(NEW).status_code == 404
    mine = owner.get(MINE).text
    assert NEW not in mine
    assert "Passkeys cannot be used" in mine


@pytest.mark.parametrize("has_mail", [True, False])
def test_an_administrator_removes_the_passkeys_of_a_lost_device(
    app: Flask,
    english: Visitor,
    owner: Visitor,
    session: Session,
    user: User,
    device: Authenticator,
    settings: Settings,
    has_mail: bool,
) -> None:
    app.extensions["settings"] = replace(settings, mail_url="file:///nowhere" if has_mail else None)
    add(owner, Authenticator())
    session.execute(delete(Mail))
    admin = cast(Visitor, app.test_client())
    admin.sign_in(make_user(session, role=Role.ADMINISTRATOR))
    assert "Has passkeys" in admin.get("/accounts/users/?lang=en").text
    led = str(admin.submit(f"/accounts/users/{user.id}/passkeys/remove").location)
    told = "are told by mail" if has_mail else "please tell them"
    page = admin.get(led).text
    assert f"The passkeys of {user.name} have been removed" in page
    assert (told in page, "Has passkeys" in page) == (True, False)
    assert [mail.recipient for mail in session.scalars(select(Mail))] == [user.email] * has_mail
    assert owner.get(MINE).status_code == 302  # signed out everywhere
    assert use(english, device).status_code == 422
    removed = select(AuditLine).where(AuditLine.act == "accounts.remove_passkey")
    assert [line.subject_id for line in session.scalars(removed)] == [user.id, user.id]
