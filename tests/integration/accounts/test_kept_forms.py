"""A form that comes after its session is over: kept for its person, and nothing saved by itself."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import KeptForm, User, UserSession
from exchange.accounts.rules import FORMS_KEPT
from exchange.accounts.services import hash_password
from exchange.core import clock
from exchange.core.database import Database
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.rooms.keeping import JOB_HANDLERS
from exchange.tasks.models import Task
from tests.factories.accounts import make_user
from tests.servers.visitor import Visitor

NEW = "/tasks/new"
SIGN_IN = "/accounts/sign-in"
KEPT = "/accounts/kept"
PASSWORD = "correct horse battery staple"
TYPED = {"title": "見本 鈴さんの件", "note": 'first "line"\nsecond line', "due": "not a day"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=hash_password(PASSWORD))


@pytest.fixture
def late(client: Visitor, session: Session, user: User) -> Visitor:
    """Give a browser whose session has lasted too long without use."""
    client.sign_in(user)
    client.get(f"{NEW}?lang=en")
    lapse(session)
    return client


def lapse(session: Session) -> None:
    row = session.scalars(select(UserSession)).one()
    row.seen_at = clock.machine_now() - timedelta(minutes=31)
    session.flush()


def send(visitor: Visitor, path: str = NEW, page: str = NEW, **fields: object) -> str:
    """Send what was typed and return where it leads."""
    answer = visitor.post(
        path,
        data={**(fields or TYPED), "csrf_token": visitor.token()},
        headers={"Referer": f"http://localhost{page}"} if page else {},
    )
    assert answer.status_code == 302
    return str(answer.location)


def sign_in(visitor: Visitor, user: User) -> str:
    fields = {"email": user.email, "password": PASSWORD}
    return str(visitor.submit(SIGN_IN, fields).location)


def kept(session: Session) -> list[KeptForm]:
    return list(session.scalars(select(KeptForm)))


def test_what_was_typed_is_shown_again_and_not_saved(
    late: Visitor, session: Session, user: User
) -> None:
    assert send(late) == f"{SIGN_IN}?next=/tasks/new"
    assert "見本" not in kept(session)[0].content.text
    assert "What you typed is kept" in late.get(SIGN_IN).text
    assert sign_in(late, user) == KEPT
    page = late.get(KEPT)
    assert page.headers["Cache-Control"] == "no-store"
    assert 'action="/tasks/new" method="post" data-send' in page.text
    assert 'name="csrf_token" value' in page.text  # of the way out alone
    answer = late.post(NEW, data={**TYPED, "returned": "yes"})
    assert answer.status_code == 422
    assert "Nothing is saved yet. Please check it and send it again." in answer.text
    assert 'value="見本 鈴さんの件"' in answer.text
    assert "first &#34;line&#34;\nsecond line" in answer.text
    assert session.scalars(select(Task)).all() == []


def test_the_page_carries_every_field_as_it_was_sent(late: Visitor, user: User) -> None:
    send(late, title="a", keys=["1", "2"], note="x\r\ny")
    sign_in(late, user)
    form = late.get(KEPT).text.partition('action="/tasks/new"')[2].partition("</form>")[0]
    assert HIDDEN.findall(form) == [
        ("returned", "yes"),
        ("title", "a"),
        ("keys", "1"),
        ("keys", "2"),
        ("note", "x\r\ny"),
    ]


def test_nobody_else_is_shown_it(late: Visitor, session: Session) -> None:
    send(late)
    other = make_user(session, password_hash=hash_password(PASSWORD))
    assert sign_in(late, other) == "/home/"
    assert late.get(KEPT).location == "/home/"


def test_no_other_browser_is_shown_it(app: Flask, late: Visitor, user: User) -> None:
    send(late)
    elsewhere = app.test_client()
    assert isinstance(elsewhere, Visitor)
    assert sign_in(elsewhere, user) == "/home/"
    assert elsewhere.get(KEPT).location == "/home/"


def test_it_is_gone_after_its_hour_and_dropped(
    late: Visitor, session: Session, user: User, database: Database, settings: Settings
) -> None:
    send(late)
    row = kept(session)[0]
    row.kept_at -= FORMS_KEPT
    session.flush()
    assert sign_in(late, user) == "/home/"
    waiting = session.scalars(select(Job)).one()
    waiting.run_at -= FORMS_KEPT + timedelta(minutes=1)
    session.flush()
    assert Worker(database, settings, JOB_HANDLERS).work_off() == 1
    session.expire_all()
    assert kept(session) == []


def test_the_last_form_of_a_person_is_kept(late: Visitor, session: Session) -> None:
    send(late)
    send(late, title="another")
    assert len(kept(session)) == 1


def test_a_file_is_not_kept_and_the_page_says_so(late: Visitor, user: User) -> None:
    send(late, title="a", file=(BytesIO(b"x"), "list.csv"))
    sign_in(late, user)
    page = late.get(f"{KEPT}?lang=en").text
    assert "The file you had chosen is not kept." in page
    assert "data-send" not in page


@pytest.mark.parametrize(
    ("page", "leads_to"), [("/tasks/", f"{SIGN_IN}?next=/tasks/"), ("", SIGN_IN)]
)
def test_a_button_leads_back_to_its_page(
    late: Visitor, session: Session, page: str, leads_to: str
) -> None:
    assert send(late, page=page, version="3") == leads_to
    assert kept(session) == []


@pytest.mark.parametrize("ending", ["row", "account"])
def test_nothing_is_kept_of_a_session_that_somebody_ended(
    late: Visitor, session: Session, user: User, ending: str
) -> None:
    if ending == "row":
        session.scalars(select(UserSession)).one().ended_at = clock.machine_now()
    else:
        user.active = False
    session.flush()
    send(late)
    assert kept(session) == []
    page = late.get(SIGN_IN).text
    assert ("This session was ended elsewhere" in page) is (ending == "row")
    assert "What you had typed and sent was not kept." in page
    assert "was not kept" not in late.get(SIGN_IN).text  # said once


def test_a_page_asked_for_too_late_says_why_one_is_at_the_sign_in(
    late: Visitor, client: Visitor
) -> None:
    page = late.get(late.get("/tasks/").location).text
    assert "You were signed out because the session was unused for a while" in page
    assert "was not kept" not in page
    with client.session_transaction() as cookie:
        cookie.clear()
    assert "You were signed out" not in client.get(f"{SIGN_IN}?lang=en").text


def test_a_form_of_a_browser_that_carries_no_session_is_said_to_be_lost(late: Visitor) -> None:
    with late.session_transaction() as cookie:
        cookie.clear()
    send(late)
    assert "What you had typed and sent was not kept." in late.get(f"{SIGN_IN}?lang=en").text


@pytest.mark.parametrize("path", ["/accounts/mine/password", NEW])
def test_no_password_is_kept_and_nothing_without_our_token(
    late: Visitor, session: Session, path: str
) -> None:
    fields = {"current": PASSWORD, "password": "x", "repeated": "x"}
    data = {**fields, "csrf_token": late.token()} if path != NEW else TYPED
    assert late.post(path, data=data).status_code == 302
    assert kept(session) == []


def test_nothing_is_kept_without_a_session_or_a_key(
    app: Flask, client: Visitor, late: Visitor, session: Session, settings: Settings, user: User
) -> None:
    app.extensions["settings"] = replace(settings, data_key=None)
    send(late)
    assert kept(session) == []
    app.extensions["settings"] = settings
    send(late)
    app.extensions["settings"] = replace(settings, data_key=None)
    assert sign_in(late, user) == "/home/"
    with client.session_transaction() as cookie:
        cookie.clear()
    send(client)
    assert len(kept(session)) == 1


def test_what_is_right_is_handed_back_without_a_reproach(late: Visitor, user: User) -> None:
    typed = {**TYPED, "due": "2031-05-04"}
    send(late, **typed)
    sign_in(late, user)
    page = late.post(NEW, data={**typed, "returned": "yes"}).text
    assert 'role="status"' in page
    assert "Nothing is saved yet." in page
    assert "error-summary" not in page
