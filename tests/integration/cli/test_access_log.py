"""The log of requests: what a line says, and that no secret is in it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from gunicorn.config import Config

from exchange.cli.access_log import FORMAT, AccessLog
from exchange.web.tokens import without_token


@pytest.mark.parametrize(
    ("path", "cut"),
    [
        ("/feeds/s3cret-token.ics", "/feeds/…"),
        ("GET /feeds/s3cret-token.ics?x=1 HTTP/1.1", "GET /feeds/…?x=1 HTTP/1.1"),
        ("http://x/accounts/invitation/s3cret", "http://x/accounts/invitation/…"),
        ("/accounts/reset/s3cret", "/accounts/reset/…"),
        ("/consent/s3cret", "/consent/…"),
        ("/scoring/s3cret", "/scoring/…"),
        ("/apply/s3cret/correct", "/apply/…/correct"),
        ("/feeds/anniversaries.ics?lang=en", "/feeds/anniversaries.ics?lang=en"),
        ("/feeds/mine/new", "/feeds/mine/new"),
        ("/feeds/", "/feeds/"),
    ],
)
def test_a_token_is_cut_and_nothing_else(path: str, cut: str) -> None:
    assert without_token(path) == cut


def test_the_token_of_every_secret_address_is_cut(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert rules
    paths = [rule.replace("<token>", "s3cret") for rule in rules]
    assert [path for path in paths if "s3cret" in without_token(path)] == []


def test_a_line_holds_no_token_in_any_of_its_parts() -> None:
    secret = "s3cret-token"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/feeds/{secret}.ics",
        "PATH_INFO": f"/feeds/{secret}.ics",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://x/feeds/{secret}.ics",
        "REMOTE_ADDR": "127.0.0.1",
    }
    answer = SimpleNamespace(status="200 OK", headers=[], sent=10)
    asked = SimpleNamespace(headers=[("REFERER", f"http://x/feeds/{secret}.ics")])
    atoms = AccessLog(Config()).atoms(answer, asked, environ, timedelta(milliseconds=3))
    assert secret not in str(atoms)
    assert '"GET /feeds/… HTTP/1.1" 200 10 3ms' in FORMAT % atoms
