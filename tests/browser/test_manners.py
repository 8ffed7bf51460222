"""What every page gains from JavaScript, and how it holds on small and enlarged screens."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from exchange.accounts.services import hash_password
from exchange.core.database import unit_of_work
from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.servers.application import PASSWORD
from tests.servers.site import Site

SIGN_IN = "/accounts/sign-in"


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """Give a page whose console must stay silent: nothing breaks, the policy refuses nothing."""
    said: list[str] = []
    page.on("console", lambda entry: said.append(entry.text) if entry.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


@pytest.fixture
def officer(site: Site) -> str:
    """Give the address of somebody who signs in with a password alone."""
    with unit_of_work(site.database) as session:
        user = make_user(session, role=Role.VIEWER, password_hash=hash_password(PASSWORD))
        return user.email


def test_the_slash_key_leads_to_the_search_box(quiet_page: Page, officer: str) -> None:
    quiet_page.goto(f"{SIGN_IN}?next=/indicators/")
    quiet_page.locator("#email").fill(officer)
    quiet_page.locator("#password").fill(PASSWORD)
    quiet_page.locator("main form [type=submit]").click()
    quiet_page.wait_for_url("**/indicators/")
    quiet_page.keyboard.press("/")
    expect(quiet_page.locator("#site-search")).to_be_focused()
    expect(quiet_page.locator("#site-search")).to_have_value("")


def test_keys_typed_into_a_field_are_letters(quiet_page: Page) -> None:
    quiet_page.goto(SIGN_IN)
    quiet_page.locator("#email").press_sequentially("n/?")
    expect(quiet_page.locator("#email")).to_have_value("n/?")
    expect(quiet_page.locator("#keys-help")).to_be_hidden()


def test_the_question_mark_shows_the_keys(quiet_page: Page) -> None:
    quiet_page.goto(SIGN_IN)
    quiet_page.keyboard.press("?")
    expect(quiet_page.locator("#keys-help")).to_be_visible()
    quiet_page.keyboard.press("Escape")
    expect(quiet_page.locator("#keys-help")).to_be_hidden()


def test_a_form_pressed_twice_is_sent_once(page: Page) -> None:
    page.goto(SIGN_IN)
    with page.expect_navigation():
        sent = page.evaluate(
            """() => {
                let sent = 0;
                addEventListener("submit", (event) => { sent += event.defaultPrevented ? 0 : 1; });
                const button = document.querySelector("main form[data-once] [type=submit]");
                button.click();
                button.click();
                return sent;
            }"""
        )
    assert sent == 1


def test_a_refused_form_takes_the_focus_to_its_summary(page: Page) -> None:
    page.goto(SIGN_IN)
    page.locator("main form [type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#email")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 640])
def test_a_page_needs_no_sideways_scrolling(quiet_page: Page, width: int) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 800})
    for path in (SIGN_IN, f"{SIGN_IN}?lang=en", f"{SIGN_IN}?lang=zh-Hant"):
        quiet_page.goto(path)
        assert quiet_page.evaluate("document.documentElement.scrollWidth") == width


def test_a_page_is_whole_without_javascript(page: Page) -> None:
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    page.goto(SIGN_IN)
    expect(page.locator("main form [type=submit]")).to_be_visible()
    expect(page.locator("nav .languages a")).to_have_count(3)


def test_printing_leaves_the_way_around_out(quiet_page: Page) -> None:
    quiet_page.goto(SIGN_IN)
    quiet_page.emulate_media(media="print")
    for left_out in (".skip", ".search", ".languages", ".places"):
        expect(quiet_page.locator(left_out)).to_be_hidden()
    expect(quiet_page.locator("h1")).to_be_visible()
