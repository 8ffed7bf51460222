"""Headers on every kind of answer."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from config import Settings
from exchange.app import SecretMissingError, create_app
from exchange.core.database import Database
from exchange.core.permissions import Role
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

STAY = "max-age=31536000; includeSubDomains"

Ask = Callable[[Visitor], TestResponse]

ANSWERS: dict[str, tuple[Ask, int]] = {
    "a page": (lambda v: v.get("/accounts/sign-in"), 200),
    "a refused form": (lambda v: v.submit("/accounts/sign-in"), 422),
    "a redirect": (lambda v: v.get("/accounts/users/"), 302),
    "an unknown page": (lambda v: v.get("/no-such-page"), 404),
    "an unknown file": (lambda v: v.get("/no-such-file.ics"), 404),
    "a wrong method": (lambda v: v.submit("/healthz"), 405),
    "a missing token": (lambda v: v.post("/accounts/sign-out"), 400),
    "plain text": (lambda v: v.get("/healthz"), 200),
    "a style sheet": (lambda v: v.get("/static/0/css/base.css", buffered=True), 200),
    "an unknown style sheet": (lambda v: v.get("/static/0/css/none.css"), 404),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_the_policy_and_the_usual_headers(
    client: Visitor, kind: str
) -> None:
    ask, status = ANSWERS[kind]
    answer = ask(client)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("person", [None, Role.COORDINATOR])
@pytest.mark.parametrize(
    "path",
    [
        "/feeds/anniversaries.ics",
        "/open-data/anniversaries.csv",
        "/open-data/partners.csv",
        "/healthz",
        "/static/0/css/base.css",
    ],
)
def test_what_is_the_same_for_everyone_sets_no_cookie(
    client: Visitor, client_as: Callable[..., Visitor], person: Role | None, path: str
) -> None:
    visitor = client_as(person) if person else client
    answer = visitor.get(path, buffered=True)
    assert answer.headers.getlist("Set-Cookie") == []
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_forbidden_page_carries_them_too(client_as: Callable[..., Visitor]) -> None:
    answer = client_as(Role.VIEWER).get("/accounts/users/")
    assert answer.status_code == 403
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_pages_are_never_stored(client: Visitor) -> None:
    assert client.get("/accounts/sign-in").headers["Cache-Control"] == "private, no-store"


def test_what_pages_are_made_with_is_asked_for_once(client: Visitor) -> None:
    page = client.get("/accounts/sign-in").text
    [sheet] = re.findall(r'"(/static/[0-9a-f]{12}/css/base\.css)"', page)
    answer = client.get(sheet, buffered=True)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_of_another_version_is_answered_and_asked_for_anew(client: Visitor) -> None:
    answer = client.get("/static/0/css/base.css", buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.fixture
def secure(settings: Settings, database: Database) -> Flask:
    return build_app(replace(settings, base_url="https://exchange.city.example"), database)


def test_behind_https_cookies_are_secure_and_browsers_told_to_stay(secure: Flask) -> None:
    proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "exchange.city.example"}
    answer = secure.test_client().get("/accounts/sign-in?lang=en", headers=proxy)
    assert answer.headers["Strict-Transport-Security"] == STAY
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == [
        "__Host-exchange",
        "__Host-lang",
    ]
    assert all({"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; ")) for cookie in cookies)
    assert not any("Domain" in cookie for cookie in cookies)
    feed = secure.test_client().get("/feeds/anniversaries.ics", headers=proxy)
    assert feed.headers["Strict-Transport-Security"] == STAY


def test_without_a_key_the_application_does_not_start(
    settings: Settings, database: Database
) -> None:
    with pytest.raises(SecretMissingError, match="EXCHANGE_SECRET_KEY"):
        create_app(replace(settings, secret_key=None), database)
