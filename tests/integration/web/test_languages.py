"""Which language a page is in: asked for, remembered, or the browser's."""

import re
from typing import cast

import pytest
from flask import Flask

from exchange.web.access import public
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PATH = "/accounts/sign-in"


def language(client: Visitor, path: str = PATH, accept: str = "") -> str:
    page = client.get(path, headers={"Accept-Language": accept} if accept else {}).text
    found = re.search(r'<html lang="([^"]+)">', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("ja", "ja"),
        ("en", "en"),
        ("zh-Hant", "zh-Hant"),
        ("xx", "ja"),
        ("", "ja"),
        ("ja-easy", "ja"),
    ],
)
def test_the_language_asked_for_is_given_and_remembered(
    client: Visitor, asked: str, answered: str
) -> None:
    assert language(client, f"{PATH}?lang={asked}", accept="zh-TW") == answered
    assert language(client, accept="de") == answered


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", "ja"),
        ("ja,en;q=0.8", "ja"),
        ("en-US,en;q=0.9", "en"),
        ("en-AU", "en"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN", "zh-Hant"),
        ("ko", "en"),
        ("de-DE,de;q=0.9", "en"),
        ("tlh", "ja"),
        ("tlh, en;q=0.5", "en"),
    ],
)
def test_otherwise_the_browser_s_preference_decides(
    client: Visitor, accept: str, answered: str
) -> None:
    assert language(client, accept=accept) == answered


def test_the_choice_outlives_the_browser(client: Visitor) -> None:
    answer = client.get(f"{PATH}?lang=en")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("lang="))
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000"} <= set(cookie.split("; "))


def test_a_tampered_cookie_is_no_language(client: Visitor) -> None:
    client.set_cookie("lang", "xx")
    assert language(client, accept="en") == "en"


@pytest.mark.parametrize("path", ["/probe.ics", "/probe.json", "/probe.csv"])
def test_a_file_chooses_its_language_for_itself_alone(own_app: Flask, path: str) -> None:
    own_app.add_url_rule(path, path, public(lambda: "x"))
    client = cast(Visitor, own_app.test_client())
    assert client.get(f"{path}?lang=en").text == "x"
    assert language(client) == "ja"


def test_the_switch_keeps_the_page_and_what_was_asked_for(client: Visitor) -> None:
    page = client.get(f"{PATH}?next=/a%26b&next=/c&lang=ja").text
    links = dict(re.findall(r'href="([^"]+)" hreflang="([^"]+)"', page))
    assert {tag: address for address, tag in links.items()} == {
        tag: f"{PATH}?next=%2Fa%26b&amp;next=%2Fc&amp;lang={tag}" for tag in ("ja", "en", "zh-Hant")
    }


@pytest.mark.parametrize(
    "query", ["_scheme=javascript", "_external=1", "_anchor=x", "endpoint=x", "_method=POST"]
)
def test_no_parameter_changes_where_the_switch_leads(client: Visitor, query: str) -> None:
    page = client.get(f"{PATH}?{query}").text
    addresses = re.findall(r'href="([^"]+)" hreflang=', page)
    assert len(addresses) == 3
    assert all(address.startswith(f"{PATH}?") for address in addresses)


def test_the_switch_on_a_refused_form_leads_to_its_page(client: Visitor) -> None:
    page = client.submit(PATH).text
    assert re.findall(r'href="([^"]+)" hreflang="en"', page) == [f"{PATH}?lang=en"]
