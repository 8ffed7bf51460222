"""Error pages: designed, in three languages, with nothing of the machine's inside."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from config import Settings
from exchange.core.database import Database
from exchange.core.errors import BadRequestError, DomainError, NotFoundError
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.web.access import public
from tests.servers.building import build_app
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

LANGUAGES = ("ja", "en", "zh-Hant")
CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    """Build the application as it is served: faults become pages."""
    return build_app(replace(settings, testing=False), database)


@pytest.fixture
def fails(app: Flask) -> Callable[[Callable[[], object]], None]:
    """Give a function that lets `/probe` and `/probe.json` fail in some way."""

    def serve(fault: Callable[[], object]) -> None:
        view = public(lambda: str(fault()))
        for path in ("/probe", "/probe.json"):
            app.add_url_rule(path, path, view)

    return serve


Fails = Callable[[Callable[[], object]], None]


def raising(error: Exception) -> Callable[[], object]:
    def view() -> object:
        raise error

    return view


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_page_in_every_language(
    fails: Fails, client: Visitor, code: int, lang: str
) -> None:
    fails(lambda: abort(code))
    answer = client.get(f"/probe?lang={lang}")
    assert answer.status_code == code
    assert f'<html lang="{lang}">' in answer.text
    for part in ("title", "text", "next"):
        assert translate(Message(f"web.error.{code}.{part}"), lang) in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "words"), [(401, 400), (406, 400), (414, 400), (415, 400), (501, 500), (504, 500)]
)
def test_a_rare_code_has_the_page_of_its_family(
    fails: Fails, client: Visitor, code: int, words: int, lang: str
) -> None:
    fails(lambda: abort(code))
    answer = client.get(f"/probe?lang={lang}")
    assert answer.status_code == code
    assert f'<html lang="{lang}">' in answer.text
    for part in ("title", "text", "next"):
        assert translate(Message(f"web.error.{words}.{part}"), lang) in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError(), 404),
        (BadRequestError(message("core.error.cursor")), 400),
        (DomainError(message("core.error.stale")), 422),
    ],
)
def test_a_refusal_that_reaches_no_form_says_its_own_sentence(
    fails: Fails, client: Visitor, error: DomainError, status: int
) -> None:
    fails(raising(error))
    answer = client.get("/probe?lang=en")
    assert answer.status_code == status
    assert translate(error.sentence, "en") in answer.text


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("hunter2"), OperationalError("hunter2", {}, Exception("hunter2"))]
)
def test_a_fault_shows_nothing_of_the_machine_and_asks_the_database_nothing(
    fails: Fails, client: Visitor, error: Exception
) -> None:
    fails(raising(error))
    with count_statements() as statements:
        answer = client.get("/probe?lang=en")
    assert answer.status_code == 500
    assert "What you entered was not saved." in answer.text
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert statements == []


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/probe.json", "text/html"),
        ("/probe", "application/json"),
        ("/probe", "text/calendar"),
    ],
)
def test_scripts_and_files_get_a_sentence(
    fails: Fails, client: Visitor, path: str, accept: str
) -> None:
    fails(raising(NotFoundError()))
    answer = client.get(f"{path}?lang=en", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text == "This can’t be found. Please check the address or search for it.\n"


def test_a_browser_gets_a_page(fails: Fails, client: Visitor) -> None:
    fails(raising(NotFoundError()))
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*"):
        assert client.get("/probe", headers={"Accept": accept}).mimetype == "text/html"


def test_a_wrong_method_names_the_right_ones(client: Visitor) -> None:
    answer = client.submit("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_upload_beyond_the_limit_is_refused(client: Visitor) -> None:
    answer = client.post("/accounts/sign-in?lang=en", data={"email": "x" * (17 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "The file is too large" in answer.text


@pytest.mark.parametrize(
    ("referrer", "linked"),
    [
        ("http://localhost/tasks/", True),
        ("http://elsewhere.example/tasks/", False),
        (None, False),
    ],
)
def test_a_refused_button_leads_back_to_its_own_page_and_nowhere_else(
    client: Visitor, referrer: str | None, linked: bool
) -> None:
    headers = {"Referer": referrer} if referrer else {}
    page = client.post("/accounts/sign-out", data={"csrf_token": "spoilt"}, headers=headers)
    assert page.status_code == 400
    assert ('href="/tasks/"' in page.get_data(as_text=True)) is linked
