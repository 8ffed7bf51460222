"""EXCHANGE_PUBLIC=off: a stranger finds the way in and nothing else; no page leads outside."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from config import Settings
from exchange.core.permissions import Role
from exchange.web.access import PUBLIC, access_of
from tests.servers.fixtures import city_database
from tests.servers.visitor import Visitor

__all__ = ["city_database"]

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

UUID = "0190c7c0-0000-7000-8000-000000000000"
#: Rooms and endpoints that stay open.
ENTRANCE = ("accounts.", "operations.", "static", "favicon")

#: Pages of the public that a person with an account reads, and the office's own.
READ = (
    "/", "/partners/", "/partners/heidelberg/", "/calendar/", "/celebrations/", "/youth/",
    "/strategy/", "/indicators/", "/indicators/youth-participation/", "/open-data/", "/closures/",
    "/home/", "/outbox/", "/search/?q=a", "/agreements/rome-ga-takeover/",
)  # fmt: skip


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, public=False)


def sample(app: Flask, rule: Rule) -> str:
    """Return an address of a rule."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        match rule._converters[name]:
            case UUIDConverter():
                values[name] = UUID
            case AnyConverter() as kinds:
                values[name] = min(kinds.items)
            case _:
                values[name] = "1999"
    built = app.url_map.bind("localhost").build(rule.endpoint, values | dict(rule.defaults or {}))
    return str(built)


def public_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Name each address that is open to everyone elsewhere, and each way of asking for it."""
    with app.app_context():
        for rule in app.url_map.iter_rules():
            if access_of(rule.endpoint) == PUBLIC and not rule.endpoint.startswith(ENTRANCE):
                for method in (rule.methods or set()) & {"GET", "POST"}:
                    yield rule, method


def test_a_stranger_is_asked_to_sign_in_at_every_public_address(
    app: Flask, client: Visitor
) -> None:
    walked, open_to_strangers = 0, []
    for rule, method in public_rules(app):
        path = sample(app, rule)
        answer = client.submit(path) if method == "POST" else client.get(path)
        walked += 1
        to_sign_in = answer.status_code == 302 and "/accounts/sign-in" in answer.location
        is_hidden = answer.status_code == 404 and "token" in rule.arguments
        if not (to_sign_in or is_hidden):
            open_to_strangers.append(f"{method} {path}: {answer.status_code}")
        if "token" in rule.arguments:
            assert answer.status_code == 404  # a secret is never carried on in another address
    assert walked > 50
    assert open_to_strangers == []


def test_the_way_in_stays_open_and_shows_no_place(client: Visitor) -> None:
    page = client.get("/accounts/sign-in")
    assert page.status_code == 200
    assert 'class="places"' in page.text
    assert 'href="/partners/"' not in page.text
    assert 'href="/open-data/"' not in page.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json is not None
    with client.get("/static/0/css/base.css") as sheet:
        assert sheet.status_code == 200
    lost = client.get("/no-such-page")
    assert (lost.status_code, 'href="/partners/"' in lost.text) == (404, False)


class Asked(HTMLParser):
    """Collects what a page lets a browser fetch, send or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name not in {"content", "value", "xmlns"}:
                self.addresses += re.findall(r"(?:https?:)?//[^\s\"']+", value)


def test_no_page_asks_for_or_leads_to_anything_outside(
    client_as: Callable[..., Visitor],
) -> None:
    visitor = client_as(Role.COORDINATOR)
    for path in READ:
        answer = visitor.get(path)
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, path
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        asked = Asked()
        asked.feed(answer.text)
        assert asked.addresses == [], path


def test_with_an_account_what_is_public_can_be_read(client_as: Callable[..., Visitor]) -> None:
    viewer = client_as(Role.VIEWER)
    page = viewer.get("/partners/")
    assert page.status_code == 200
    assert 'href="/calendar/"' in page.text
    assert '<a href="/open-data/">' in page.text
