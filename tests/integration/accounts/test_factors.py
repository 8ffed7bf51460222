"""The second factor: set up, asked for, lost, and required of who works with the data."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import CodeApp, PrintedCode, User
from exchange.accounts.rules import FAILURES_BY_EMAIL, SHEET_CODES, SPARE_CODES, STEP_LIFETIME
from exchange.accounts.services import hash_password
from exchange.audit.models import AuditLine
from exchange.cli.secrets_file import add_data_key
from exchange.core import clock
from exchange.core.database import seal
from exchange.core.keys import Keyring
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from tests.factories.accounts import acts_of, make_user
from tests.servers.visitor import Visitor

SIGN_IN = "/accounts/sign-in"
STEP = "/accounts/second-step"
MINE = "/accounts/mine/"
FACTOR = "/accounts/mine/factor/"
APP = "/accounts/mine/factor/app"
PASSWORD = "correct horse battery staple"
SECRET = re.compile(r"<dd>((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</dd>")
CODE = re.compile(r"<code>(\d\d-[0-9a-z]{4}-[0-9a-z]{4})</code>")
WRONG = "The code is not right, or was used already."


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=hash_password(PASSWORD))


@pytest.fixture
def visitor(client: Visitor, user: User) -> Visitor:
    """Give a person's browser, signed in by the password alone."""
    client.get(f"{SIGN_IN}?lang=en")
    assert enter(client, user) == "/home/"
    return client


@pytest.fixture
def codes(visitor: Visitor) -> list[str]:
    """Give the codes of the person's sheet, who uses no phone."""
    return print_sheet(visitor)


@pytest.fixture
def secret(visitor: Visitor) -> str:
    """Give the secret of the person's app."""
    return set_up_app(visitor)


def enter(client: Visitor, user: User) -> str:
    """Take the first step of signing in; return where it leads."""
    answer = client.submit(SIGN_IN, {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return str(answer.location)


def choose(client: Visitor, act: str) -> str:
    answer = client.submit(FACTOR, {"act": act, "current": PASSWORD})
    return str(answer.location or answer.text)


def print_sheet(client: Visitor) -> list[str]:
    found: list[str] = CODE.findall(choose(client, "codes"))
    return found


def set_up_app(client: Visitor) -> str:
    """Set an app up half a minute ago, so that its present code is still good."""
    assert choose(client, "app") == APP
    found = SECRET.search(client.get(APP).text)
    assert found
    secret = found[1].replace(" ", "")
    answer = client.submit(APP, {"code": code_of(secret, -1)})
    if answer.status_code == 422:  # the half minute ended between making and typing it
        answer = client.submit(APP, {"code": code_of(secret, -1)})
    assert len(CODE.findall(answer.text)) == SPARE_CODES
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.machine_now(), counter_offset=steps)


def take(client: Visitor, code: str) -> tuple[int, str]:
    answer = client.submit(STEP, {"code": code})
    return answer.status_code, str(answer.location or answer.text)


def require(app: Flask, settings: Settings, policy: str = "required") -> None:
    app.extensions["settings"] = replace(settings, second_factor=policy)


def test_an_app_is_asked_for_its_code_after_the_password(
    visitor: Visitor, session: Session, user: User, secret: str
) -> None:
    assert enter(visitor, user) == STEP
    assert "Type your code" in visitor.get(STEP).text
    code = code_of(secret)
    assert take(visitor, f" {code[:3]} {code[3:]} ") == (302, "/home/")
    assert visitor.get(MINE).status_code == 200
    assert acts_of(session) == ["accounts.add_app", "accounts.print_codes"]


def test_a_code_is_taken_after_the_data_key_was_rotated_while_serving(
    app: Flask, visitor: Visitor, session: Session, settings: Settings, user: User, secret: str
) -> None:
    assert settings.data_key is not None
    settings.secrets_file.write_text(f"EXCHANGE_DATA_KEY={settings.data_key}\n", encoding="utf-8")
    serving = replace(settings, keeps_data_key=True)
    app.extensions["settings"] = serving
    add_data_key(settings.secrets_file, "k2")
    row = session.scalars(select(CodeApp)).one()
    seal(row, "secret", secret, ring=Keyring.parse(serving.present_data_key()))
    session.flush()
    enter(visitor, user)
    assert take(visitor, code_of(secret))[0] == 302


def test_the_same_code_is_not_taken_twice(visitor: Visitor, user: User, secret: str) -> None:
    code = code_of(secret)
    enter(visitor, user)
    assert take(visitor, code)[0] == 302
    enter(visitor, user)
    status, text = take(visitor, code)
    assert (status, WRONG in text) == (422, True)
    assert take(visitor, code_of(secret, -1))[0] == 422  # nor an older one
    assert take(visitor, code_of(secret, 1))[0] == 302


def test_a_secret_is_sealed_and_a_code_hashed(
    session: Session, secret: str, codes: list[str]
) -> None:
    row = session.scalars(select(CodeApp)).one()
    assert row.secret is not None
    assert row.pending is None
    assert secret not in row.secret.text
    assert all(
        code.code_hash.startswith("$argon2id$") for code in session.scalars(select(PrintedCode))
    )


def test_the_sheet_of_a_person_without_a_phone_is_long_and_each_code_works_once(
    visitor: Visitor, session: Session, user: User, codes: list[str]
) -> None:
    assert len(codes) == SHEET_CODES
    assert enter(visitor, user) == STEP
    assert take(visitor, codes[6].upper()) == (302, "/home/")
    enter(visitor, user)
    assert take(visitor, codes[6])[0] == 422
    assert take(visitor, codes[7])[0] == 302
    assert acts_of(session) == ["accounts.print_codes", "accounts.use_code", "accounts.use_code"]
    assert "38 printed codes are left." in visitor.get(MINE).text


def test_spare_codes_open_where_the_app_is_lost_and_a_new_sheet_ends_the_old(
    visitor: Visitor, user: User, secret: str
) -> None:
    old, new = print_sheet(visitor), print_sheet(visitor)
    assert (len(old), len(new)) == (SPARE_CODES, SPARE_CODES)
    enter(visitor, user)
    assert take(visitor, old[0])[0] == 422
    assert take(visitor, new[0])[0] == 302


def test_a_sheet_that_is_sent_for_again_is_said_to_be_in_force(
    visitor: Visitor, session: Session, user: User
) -> None:
    form = {"act": "codes", "current": PASSWORD, "key": str(uuid4())}
    token = visitor.token()
    sheet = CODE.findall(visitor.post(FACTOR, data={**form, "csrf_token": token}).text)
    for fields in (form | {"csrf_token": token}, form | {"csrf_token": visitor.token()}):
        again = visitor.post(FACTOR, data=fields)
        assert (again.status_code, CODE.findall(again.text)) == (409, [])
        assert "The sheet was issued and is in force" in again.text
        assert "40 printed codes are left." in again.text
        assert "error-summary" not in again.text
    assert acts_of(session) == ["accounts.print_codes"]
    assert "is in force" not in visitor.get(FACTOR).text
    enter(visitor, user)
    assert take(visitor, sheet[0])[0] == 302


def test_an_app_that_is_sent_again_says_that_its_sheet_is_in_force(visitor: Visitor) -> None:
    assert choose(visitor, "app") == APP
    found = SECRET.search(visitor.get(APP).text)
    assert found
    form = {"code": code_of(found[1].replace(" ", "")), "key": str(uuid4())}
    assert len(CODE.findall(visitor.submit(APP, form).text)) == SPARE_CODES
    again = visitor.submit(APP, form)
    assert (again.status_code, "is in force" in again.text) == (409, True)


@pytest.mark.parametrize("code", ["000000", "99-0000-0000", "01-0000-0000", "x"])
def test_a_wrong_code_is_refused(visitor: Visitor, user: User, codes: list[str], code: str) -> None:
    enter(visitor, user)
    status, text = take(visitor, code)
    assert (status, WRONG in text) == (422, True)


def test_an_empty_code_is_refused(visitor: Visitor, user: User, codes: list[str]) -> None:
    enter(visitor, user)
    assert take(visitor, "")[0] == 422


def test_wrong_codes_are_counted_as_wrong_passwords_are(
    visitor: Visitor, user: User, codes: list[str]
) -> None:
    enter(visitor, user)
    for _ in range(FAILURES_BY_EMAIL):
        assert take(visitor, "000000")[0] == 422
    assert take(visitor, codes[0])[0] == 429


def test_a_sheet_that_is_used_up_opens_nothing(
    visitor: Visitor, session: Session, user: User, codes: list[str]
) -> None:
    for row in session.scalars(select(PrintedCode)):
        row.used_at = clock.machine_now()
    session.flush()
    assert "Please print a new sheet." in visitor.get(MINE).text
    assert enter(visitor, user) == STEP
    assert take(visitor, codes[0])[0] == 422


@pytest.mark.parametrize("ending", ["late", "ended", "none"])
def test_the_second_step_is_only_for_who_came_from_the_first(
    visitor: Visitor, session: Session, user: User, codes: list[str], ending: str
) -> None:
    enter(visitor, user)
    with visitor.session_transaction() as cookie:
        step = dict(cookie["second_step"])
        if ending == "late":
            began = datetime.fromisoformat(step["at"]) - STEP_LIFETIME - timedelta(seconds=1)
            cookie["second_step"] = {**step, "at": began.isoformat()}
        if ending == "none":
            del cookie["second_step"]
    user.active = ending != "ended"
    session.flush()
    assert visitor.get(STEP).location == SIGN_IN
    assert take(visitor, codes[0]) == (302, SIGN_IN)


def test_the_page_that_was_asked_for_follows_the_second_step(
    visitor: Visitor, user: User, codes: list[str]
) -> None:
    fields = {"email": user.email, "password": PASSWORD}
    assert visitor.submit(f"{SIGN_IN}?next=/tasks/", fields).location == STEP
    assert take(visitor, codes[0]) == (302, "/tasks/")


def test_an_app_is_taken_only_with_its_own_code(visitor: Visitor, session: Session) -> None:
    assert visitor.get(APP).status_code == 404
    assert visitor.submit(APP, {"code": "000000"}).status_code == 404
    choose(visitor, "app")
    for code in ("000000", ""):
        assert visitor.submit(APP, {"code": code}).status_code == 422
    assert "Type the six digits" in visitor.submit(APP, {"code": "12345"}).text
    assert session.scalars(select(CodeApp)).one().secret is None
    assert "Not set up" in visitor.get(MINE).text


def test_the_earlier_app_works_until_the_new_one_is_confirmed(
    visitor: Visitor, user: User, secret: str
) -> None:
    assert choose(visitor, "app") == APP
    enter(visitor, user)
    assert take(visitor, code_of(secret))[0] == 302
    new = set_up_app(visitor)
    enter(visitor, user)
    assert take(visitor, code_of(secret, 1))[0] == 422
    assert take(visitor, code_of(new))[0] == 302


@pytest.mark.parametrize(
    "fields", [{"act": "codes"}, {"current": PASSWORD}, {"act": "codes", "current": "wrong"}]
)
def test_nothing_changes_without_the_password(
    visitor: Visitor, session: Session, fields: dict[str, str]
) -> None:
    assert visitor.submit(FACTOR, fields).status_code == 422
    assert session.scalars(select(PrintedCode)).all() == []


def test_a_person_removes_the_second_step(
    visitor: Visitor, session: Session, user: User, secret: str
) -> None:
    assert choose(visitor, "remove") == MINE
    assert enter(visitor, user) == "/home/"
    assert acts_of(session)[-1] == "accounts.remove_factor"


@pytest.mark.parametrize("has_mail", [True, False])
def test_an_administrator_removes_it_for_who_lost_it_and_the_person_is_told(
    app: Flask,
    visitor: Visitor,
    client_as: Callable[..., Visitor],
    session: Session,
    user: User,
    codes: list[str],
    settings: Settings,
    has_mail: bool,
) -> None:
    app.extensions["settings"] = replace(settings, mail_url="file:///nowhere" if has_mail else None)
    admin = client_as(Role.ADMINISTRATOR)
    assert "With a second step" in admin.get("/accounts/users/?lang=en").text
    led = str(admin.submit(f"/accounts/users/{user.id}/factor/reset").location)
    told = "are told by mail" if has_mail else "please tell them"
    page = admin.get(led).text
    assert (f"The second step of {user.name} has been removed" in page, told in page) == (
        True,
        True,
    )
    assert [mail.recipient for mail in session.scalars(select(Mail))] == [user.email] * has_mail
    line = session.scalars(select(AuditLine).where(AuditLine.act == "accounts.reset_factor")).one()
    assert line.subject_id == user.id
    assert visitor.get(MINE).status_code == 302  # signed out everywhere
    assert enter(visitor, user) == "/home/"


def test_the_page_says_that_other_devices_are_signed_out(visitor: Visitor) -> None:
    assert "other devices are signed out" in visitor.get(f"{FACTOR}?lang=en").text


def test_where_it_is_required_nothing_else_opens_before_it_is_set_up(
    app: Flask, visitor: Visitor, user: User, settings: Settings
) -> None:
    require(app, settings)
    assert visitor.get("/tasks/").location == FACTOR
    assert visitor.submit("/tasks/new", {"title": "x"}).location == FACTOR
    assert visitor.get("/partners/").status_code == 200  # open to everyone
    assert "need this before other pages open" in visitor.get(FACTOR).text
    codes = print_sheet(visitor)
    assert visitor.get("/tasks/").status_code == 200
    enter(visitor, user)
    take(visitor, codes[0])
    assert visitor.get("/tasks/").status_code == 200


def test_a_session_that_began_with_a_password_alone_stays_outside(
    app: Flask, visitor: Visitor, user: User, settings: Settings
) -> None:
    """Whoever stole the password waits for its owner to set the second step up."""
    require(app, settings)
    thief = Visitor(app, app.response_class)
    assert enter(thief, user)
    print_sheet(visitor)
    assert visitor.get("/tasks/").status_code == 200
    assert SIGN_IN in thief.get("/tasks/").location
    thief.sign_in(user)  # as one that began before there was anything but a password
    assert thief.get("/tasks/").location == FACTOR
    answer = thief.submit(f"{FACTOR}?lang=en", {"act": "codes", "current": PASSWORD})
    assert (answer.status_code, "signed in with a password alone" in answer.text) == (422, True)


@pytest.mark.parametrize("path", ["/partners/", "/calendar/", "/youth/"])
def test_who_lacks_the_second_step_sees_what_strangers_see(
    app: Flask, visitor: Visitor, settings: Settings, path: str
) -> None:
    stranger = Visitor(app, app.response_class)
    stranger.get(f"{SIGN_IN}?lang=en")
    known = visitor.get(path).text
    require(app, settings)
    unknown = stranger.get(path).text
    assert visitor.get(path).text == unknown
    assert known != unknown


@pytest.mark.parametrize(
    "changes", [{"is_demo": True}, {"role": Role.VIEWER}], ids=["demo", "viewer"]
)
def test_demo_accounts_and_who_only_reads_need_none(
    app: Flask,
    visitor: Visitor,
    session: Session,
    user: User,
    settings: Settings,
    changes: dict[str, object],
) -> None:
    require(app, settings)
    for name, value in changes.items():
        setattr(user, name, value)
    session.flush()
    assert visitor.get("/home/").status_code == 200


def test_where_it_is_off_nobody_is_asked(
    app: Flask, visitor: Visitor, user: User, codes: list[str], settings: Settings
) -> None:
    require(app, settings, "off")
    assert enter(visitor, user) == "/home/"
    assert "Second step" not in visitor.get(MINE).text


def test_a_new_password_keeps_a_strong_session_strong(
    app: Flask, visitor: Visitor, user: User, codes: list[str], settings: Settings
) -> None:
    enter(visitor, user)
    take(visitor, codes[0])
    new = "an old pond, a frog jumps in"
    fields = {"current": PASSWORD, "password": new, "repeated": new}
    assert visitor.submit("/accounts/mine/password", fields).location == MINE
    visitor.submit(FACTOR, {"act": "remove", "current": new})
    require(app, settings)
    assert visitor.get("/tasks/").status_code == 200
