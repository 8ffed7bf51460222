"""The one commit point: what is kept of a request, what is repeated, what is refused."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from flask import Flask, abort
from flask import session as cookie
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from config import Settings
from exchange.core.database import Database, ReadOnlyError
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.core.revisions import Revision, revisions, touch
from exchange.core.translate import translate
from exchange.web.access import public
from exchange.web.downloads import LateFile
from exchange.web.forms import ActionForm
from exchange.web.pages import flash
from exchange.web.transactions import WriteLockHeldError, aside, aside_repeated, session
from tests.factories.accounts import make_user
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

TOPIC = "probe"
BUSY = OperationalError("SELECT 1", {}, Exception("database is locked"))


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Give an application that takes routes of the tests' own."""
    return own_app


@pytest.fixture
def answers(app: Flask) -> Callable[[Callable[[], Any]], None]:
    """Give a function that lets `/probe` answer with a view."""

    def serve(view: Callable[[], Any]) -> None:
        app.add_url_rule("/probe", "probe", public(view), methods=["GET", "POST", "DELETE"])

    return serve


Answers = Callable[[Callable[[], Any]], None]


def kept(session: Session) -> int:
    """Return how often the probe's topic was raised for good."""
    return revisions(session, [TOPIC])[TOPIC]


@pytest.mark.parametrize(
    ("status", "times"), [(200, 1), (204, 1), (302, 1), (399, 1), (400, 0), (422, 0), (503, 0)]
)
def test_an_unsafe_request_is_kept_when_it_is_accepted(
    answers: Answers, client: Visitor, session: Session, status: int, times: int
) -> None:
    def view() -> tuple[str, int]:
        touch(session_of_request(), TOPIC)
        return "", status

    answers(view)
    assert client.submit("/probe").status_code == status
    assert kept(session) == times


def test_a_file_is_made_when_the_request_has_committed(answers: Answers, client: Visitor) -> None:
    def held() -> str:
        return str(session_of_request().in_transaction())

    def view() -> LateFile:
        touch(session_of_request(), TOPIC)
        before = held()
        return LateFile(lambda: f"{before} {held()}".encode(), "text/plain")

    answers(view)
    assert client.submit("/probe").text == "True False"


def session_of_request() -> Session:
    return session()


@pytest.mark.parametrize("error", [ValueError("x"), StaleDataError("x")])
def test_nothing_is_kept_of_a_request_that_fails(
    answers: Answers, client: Visitor, session: Session, error: Exception
) -> None:
    def view() -> str:
        touch(session_of_request(), TOPIC)
        raise error

    answers(view)
    with pytest.raises(type(error)):
        client.submit("/probe")
    assert kept(session) == 0


@pytest.mark.parametrize("refuse", [lambda: abort(403), lambda: fail_by_rule()])
def test_nothing_is_kept_of_a_refusal(
    answers: Answers, client: Visitor, session: Session, refuse: Callable[[], str]
) -> None:
    def view() -> str:
        touch(session_of_request(), TOPIC)
        return refuse()

    answers(view)
    assert client.submit("/probe").status_code in {403, 422}
    assert kept(session) == 0


def fail_by_rule() -> str:
    raise DomainError(message("core.error.forbidden"))


@pytest.mark.parametrize("method", ["post", "delete"])
def test_nothing_is_kept_without_our_token(
    answers: Answers, client: Visitor, session: Session, method: str
) -> None:
    def view() -> str:
        touch(session_of_request(), TOPIC)
        return ""

    answers(view)
    client.token()
    for data in ({}, {"csrf_token": "x"}):
        answer = getattr(client, method)("/probe?lang=en", data=data)
        assert answer.status_code == 400
        assert "security token is missing or out of date" in answer.text
    assert kept(session) == 0


def test_the_token_of_another_visitor_is_none(
    app: Flask, answers: Answers, client: Visitor
) -> None:
    answers(lambda: "")
    theirs = client.token()
    other = app.test_client()
    assert other.post("/probe", data={"csrf_token": theirs}).status_code == 400


@pytest.mark.parametrize(
    "write",
    [
        lambda found: touch(found, TOPIC),
        lambda found: (found.add(Revision(topic=TOPIC, number=1)), found.flush()),
    ],
    ids=["statement", "flush"],
)
def test_a_safe_request_cannot_write(
    answers: Answers, client: Visitor, write: Callable[[Session], object]
) -> None:
    answers(lambda: str(write(session_of_request())))
    with pytest.raises(ReadOnlyError):
        client.get("/probe")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("exchange.core.database.engine.time.sleep", slept.append)
    return slept


@pytest.mark.parametrize(("failures", "status", "times"), [(1, 200, 1), (2, 200, 1), (3, 503, 0)])
def test_a_busy_database_is_asked_three_times(
    answers: Answers,
    client: Visitor,
    session: Session,
    pauses: list[float],
    failures: int,
    status: int,
    times: int,
) -> None:
    calls = []

    def view() -> str:
        calls.append(cookie.get("noted"))
        cookie["noted"] = True
        touch(session_of_request(), TOPIC)
        if len(calls) <= failures:
            raise BUSY
        return ""

    answers(view)
    answer = client.submit("/probe?lang=en")
    assert answer.status_code == status
    assert (len(calls), kept(session)) == (min(failures + 1, 3), times)
    assert calls == [None] * len(calls)  # the cookie begins as it came
    assert len(pauses) == len(calls) - 1
    if status == 503:
        assert "The system is busy and nothing was saved." in answer.text


def test_another_fault_of_the_database_is_not_repeated(answers: Answers, client: Visitor) -> None:
    calls = []

    def view() -> str:
        calls.append(1)
        raise OperationalError("SELECT 1", {}, Exception("disk image is malformed"))

    answers(view)
    with pytest.raises(OperationalError, match="disk"):
        client.submit("/probe")
    assert calls == [1]


def test_a_row_changed_between_reading_and_keeping_answers_409(
    answers: Answers, client: Visitor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view() -> str:
        found = session_of_request()
        touch(found, TOPIC)
        monkeypatch.setattr(found, "commit", changed_meanwhile)
        return ""

    answers(view)
    answer = client.submit("/probe?lang=en")
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text


def changed_meanwhile() -> None:
    raise StaleDataError


@pytest.mark.parametrize("refusal", ["no token", "stale", "busy"])
def test_a_refused_request_says_of_nothing_that_it_is_done(
    answers: Answers,
    client: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
    refusal: str,
) -> None:
    def view() -> str:
        flash(message("accounts.flash.password_set"))
        if refusal == "stale":
            monkeypatch.setattr(session_of_request(), "commit", changed_meanwhile)
        if refusal == "busy":
            raise BUSY
        return ""

    answers(view)
    done = translate(message("accounts.flash.password_set"), "en")
    answer = (client.post if refusal == "no token" else client.submit)("/probe?lang=en")
    assert answer.status_code == {"no token": 400, "stale": 409, "busy": 503}[refusal]
    assert done not in answer.text
    assert done not in client.get("/accounts/sign-in?lang=en").text


def test_a_button_without_its_token_does_nothing_at_all(answers: Answers, client: Visitor) -> None:
    reached: list[ActionForm] = []

    def view() -> str:
        reached.append(ActionForm.checked())
        return ""

    answers(view)
    assert client.post("/probe").status_code == 400
    assert reached == []
    assert client.submit("/probe", {"version": "3"}).status_code == 200
    assert [form.row_version for form in reached] == [3]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_busy_database_answers_503_to_people_who_are_signed_in(
    settings: Settings, fresh_database: Database, pauses: list[float]
) -> None:
    app = build_app(settings, fresh_database)
    visitor = cast(Visitor, app.test_client())
    with fresh_database.writing() as held:
        user = make_user(held, role=Role.ADMINISTRATOR)
        held.commit()
        held.refresh(user)
        held.expunge(user)
    visitor.sign_in(user)
    fresh_database.dispose()
    event.listen(fresh_database.engine, "checkout", impatient)
    with fresh_database.writing() as held:
        held.execute(select(1))
        answer = visitor.submit("/accounts/users/new?lang=en", {"email": "a@city.example"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "The system is busy and nothing was saved." in answer.text


def impatient(connection: sqlite3.Connection, *_details: object) -> None:
    connection.execute("PRAGMA busy_timeout=1")


def test_a_log_names_neither_what_was_typed_nor_the_path(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    app = build_app(replace(settings, testing=False), database)
    app.add_url_rule("/probe/<word>", "probe", public(ask_for_nothing))
    assert app.test_client().get("/probe/hunter2").status_code == 500
    (record,) = caplog.records
    assert record.__dict__["fields"]["route"] == "/probe/<word>"
    assert "no_such_table" in caplog.text
    assert "hunter2" not in caplog.text


def ask_for_nothing(word: str) -> str:
    session().execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": word})
    return ""


def test_a_short_transaction_is_kept_whatever_the_request_answers(
    answers: Answers, client: Visitor, session: Session
) -> None:
    def view() -> tuple[str, int]:
        aside_repeated(lambda short: touch(short, TOPIC))
        return "", 422

    answers(view)
    assert client.post("/probe").status_code == 422
    assert kept(session) == 1


def test_a_short_transaction_beside_a_held_lock_is_a_fault(
    answers: Answers, client: Visitor
) -> None:
    def view() -> str:
        session_of_request().execute(select(1))
        with aside():
            return ""

    answers(view)
    with pytest.raises(WriteLockHeldError):
        client.submit("/probe")
    assert client.get("/probe").status_code == 200
