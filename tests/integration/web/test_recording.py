"""The number of a request and its line in the log: what is in it, and what never is."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.database import Database
from exchange.core.links import signed_token
from exchange.core.logs import REQUESTS, JsonLines
from exchange.core.permissions import Role
from exchange.web.access import public
from tests.factories.consents import make_consent_request, make_consent_text
from tests.factories.youth import make_edition, make_registration
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NUMBER = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    """Build the application as it is served: faults become pages."""
    return build_app(replace(settings, testing=False), database)


def written(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [JsonLines().format(record) for record in caplog.records]


def test_a_line_has_these_parts_and_no_other(
    client_as: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    visitor = client_as(Role.VIEWER)
    with caplog.at_level(logging.INFO, REQUESTS):
        answer = visitor.get("/partners/rome-ga/?lang=en&q=見本")
    (line,) = (json.loads(text) for text in written(caplog))
    assert line.pop("time")
    assert line.pop("ms") > 0
    assert NUMBER.fullmatch(answer.headers["X-Request-ID"])
    assert line == {
        "level": "info",
        "logger": "exchange.requests",
        "event": "request",
        "request_id": answer.headers["X-Request-ID"],
        "method": "GET",
        "route": "/partners/<slug>/",
        "role": "viewer",
        "status": 404,
    }


def test_no_token_name_or_question_of_a_person_reaches_a_line(
    client: Visitor,
    client_as: Callable[..., Visitor],
    session: Session,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_consent_text(session)
    row = make_registration(session, edition=make_edition(session), consented=False)
    token = signed_token(make_consent_request(session, row).link, settings.secret_key or "")
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, REQUESTS):
        assert client.get(f"/consent/{token}").status_code == 200
        client.submit(f"/consent/{token}/open", {"birth_date": "2012-05-03"})
        client.submit("/accounts/sign-in", {"email": "hanako@city.example", "password": "hunter2"})
        client_as(Role.COORDINATOR).get("/search/?q=見本太郎", headers={"Referer": "/x?見本太郎"})
        client.get("/no/such/見本太郎")
    text = "\n".join(written(caplog))
    assert text.count('"event": "request"') == 5
    for secret in (token, "2012-05-03", "hanako", "hunter2", "見本", "127.0.0.1"):
        assert secret not in text


def test_a_fault_is_logged_with_the_number_its_page_shows_and_without_its_message(
    app: Flask, client: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/probe/<name>", "probe", public(lambda name: str(int(name))))
    answer = client.get("/probe/見本太郎?lang=en")
    assert answer.status_code == 500
    number = answer.headers["X-Request-ID"]
    assert f"<code>{number}</code>" in answer.text
    (line,) = (json.loads(text) for text in written(caplog))
    assert (line["event"], line["request_id"], line["route"]) == ("fault", number, "/probe/<name>")
    assert line["faults"][0]["type"] == "ValueError"
    assert "見本" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    ("base_url", "sent", "is_kept"),
    [
        ("https://exchange.city.example", "a" * 32, True),
        ("https://exchange.city.example", "0123456789abcdef", True),
        ("https://exchange.city.example", "hanako-yamada", False),
        ("https://exchange.city.example", "a" * 33, False),
        ("http://localhost", "a" * 32, False),
    ],
)
def test_a_number_is_taken_over_from_a_proxy_and_from_nobody_else(
    settings: Settings, database: Database, base_url: str, sent: str, is_kept: bool
) -> None:
    app = build_app(replace(settings, base_url=base_url), database)
    answer = app.test_client().get("/healthz", headers={"X-Request-ID": sent})
    assert (answer.headers["X-Request-ID"] == sent) is is_kept


def test_every_kind_of_error_page_shows_its_number(client: Visitor) -> None:
    for answer in (
        client.get("/no-such-page"),
        client.submit("/healthz"),
        client.post("/accounts/sign-out"),
    ):
        assert f"<code>{answer.headers['X-Request-ID']}</code>" in answer.text
