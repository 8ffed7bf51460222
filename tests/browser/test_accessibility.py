"""axe finds nothing on any page, nobody scrolls sideways, and no page is forgotten."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.routing import Rule

from exchange.app import create_app
from exchange.core import clock
from exchange.core.database import unit_of_work
from exchange.reference.demo.cast import MAIL_DOMAIN
from tests.browser.asking import addresses_asked, elsewhere
from tests.browser.main_job import go
from tests.browser.pages import (
    COORDINATOR,
    FOR_MACHINES,
    MISSING,
    PAGES,
    PUBLIC,
    REFUSING,
    SAMPLES,
    in_language,
)
from tests.factories.tasks import make_task
from tests.servers.application import PASSWORD
from tests.servers.site import Site

Open = Callable[[str, str], Page]

_AXE: Final = Axe()
_WCAG: Final = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
_CONTRAST: Final = {"type": "rule", "values": ["color-contrast"]}
_EVERY_PAGE: Final = [(who, path) for who, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def open_page(
    browser: Browser, browser_context_args: dict[str, Any], keys: dict[str, str], site: Site
) -> Iterator[Open]:
    """Open a page wide, light and in Japanese; each person signs in once and keeps one tab.

    Nothing that any of them opens asks another host.
    """
    tabs: dict[str, Page] = {}
    asked: dict[str, list[str]] = {}
    with ExitStack() as closing:

        def tab_of(who: str) -> Page:
            if who not in tabs:
                context = browser.new_context(**browser_context_args)
                closing.callback(context.close)
                asked[who] = addresses_asked(context)
                tabs[who] = context.new_page()
                if who != PUBLIC:
                    _sign_in(tabs[who], who)
            return tabs[who]

        def open_it(who: str, path: str) -> Page:
            page = tab_of(who)
            page.set_viewport_size({"width": 1280, "height": 900})
            page.emulate_media(color_scheme="light")
            page.context.clear_cookies(name="lang")
            answer = page.goto(path.format_map(keys))
            assert answer is not None
            assert answer.status == (404 if path.startswith(MISSING) else 200)
            assert elsewhere(asked[who], site) == []
            return page

        yield open_it


def _sign_in(page: Page, who: str) -> None:
    page.goto("/accounts/sign-in")
    page.locator("#email").fill(f"{who}@{MAIL_DOMAIN}")
    page.locator("#password").fill(PASSWORD)
    go(page, page.locator("main form [type=submit]"))
    assert "sign-in" not in page.url


def objections(page: Page, rules: Mapping[str, Any] = _WCAG) -> list[str]:
    """Return what axe objects to, each with the first places it stands at."""
    page.wait_for_load_state()
    options = {"runOnly": rules, "resultTypes": ["violations"], "elementRef": False}
    page.evaluate(_AXE.axe_script)
    found = page.evaluate("(options) => axe.run(options).then((it) => it.violations)", options)
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def narrow(page: Page) -> None:
    """Look at the page on a telephone, and wait until it has settled."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")


def too_wide(page: Page) -> list[str]:
    """Return what makes a narrow page scroll sideways."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.body.querySelectorAll("*")]
                .filter((it) => it.getBoundingClientRect().right > innerWidth)
                .map((it) => it.outerHTML.slice(0, 160)).slice(-3)"""
    )
    return found


def test_no_page_is_forgotten(site: Site) -> None:
    app = create_app(site.settings, site.database)
    addresses = app.url_map.bind("")

    def endpoint_of(path: str) -> str:
        plain = path.partition("?")[0].format_map(_ANY_KEY)
        endpoint: str = addresses.match(plain)[0]
        return endpoint

    def is_page(rule: Rule) -> bool:
        return "GET" in (rule.methods or ()) and rule.endpoint not in FOR_MACHINES

    pages = {rule.endpoint for rule in app.url_map.iter_rules() if is_page(rule)}
    walked = {endpoint_of(path) for _, path in _EVERY_PAGE}
    assert sorted(pages - walked) == []


class _AnyKey(dict[str, str]):
    """Fills every brace of an address with what its place takes."""

    def __missing__(self, name: str) -> str:
        return "2025" if name.endswith("year") else "00000000-0000-7000-8000-000000000000"


_ANY_KEY: Final = _AnyKey()


def test_axe_sees_what_is_wrong(open_page: Open) -> None:
    page = open_page(PUBLIC, "/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src>')")
    assert [one.partition(":")[0] for one in objections(page)] == ["image-alt"]


@pytest.mark.parametrize(("who", "path"), _EVERY_PAGE)
def test_every_page_is_sound_and_fits_a_telephone(open_page: Open, who: str, path: str) -> None:
    page = open_page(who, path)
    assert page.get_attribute("html", "lang") == "ja"
    expect(page.locator("h1")).to_have_count(1)
    assert objections(page) == []
    narrow(page)
    assert too_wide(page) == []


@pytest.mark.parametrize(("who", "path"), SAMPLES)
def test_layouts_are_sound_in_english_on_a_telephone(open_page: Open, who: str, path: str) -> None:
    page = open_page(who, in_language(path, "en"))
    narrow(page)
    assert page.get_attribute("html", "lang") == "en"
    assert objections(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize(("who", "path"), SAMPLES)
def test_layouts_are_sound_in_chinese_in_the_dark(open_page: Open, who: str, path: str) -> None:
    page = open_page(who, in_language(path, "zh-Hant"))
    page.emulate_media(color_scheme="dark")
    assert page.get_attribute("html", "lang") == "zh-Hant"
    assert objections(page) == []
    narrow(page)
    assert too_wide(page) == []


@pytest.mark.parametrize(("who", "path"), REFUSING)
def test_a_refused_form_is_sound(open_page: Open, who: str, path: str) -> None:
    page = open_page(who, path)
    go(page, page.locator("main form[method=post] .form__submit [type=submit]").first)
    expect(page.locator(".error-summary")).to_be_visible()
    assert objections(page) == []
    narrow(page)
    assert too_wide(page) == []


@pytest.fixture(scope="module")
def full_day(site: Site) -> None:
    """Let today hold more than a cell of a month has room for."""
    with unit_of_work(site.database) as session:
        for number in range(6):
            make_task(session, title=f"見本のやること{number}", due=clock.today())


@pytest.mark.usefixtures("full_day")
@pytest.mark.parametrize("view", ["agenda", "month", "year", "week"])
def test_each_view_of_the_calendar_is_sound(open_page: Open, view: str) -> None:
    page = open_page(COORDINATOR, f"/calendar/?view={view}")
    assert objections(page) == []
    page.emulate_media(color_scheme="dark")
    assert objections(page, _CONTRAST) == []
    narrow(page)
    assert too_wide(page) == []
