"""EXCHANGE_PUBLIC=off in a real browser: strangers find the way in, accounts open everything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import addresses_asked, elsewhere
from tests.browser.main_job import sign_in
from tests.browser.pages import COORDINATOR, PAGES, PUBLIC, SAMPLES, SCHOOL
from tests.servers.site import Site, serving

#: Addresses with a secret in them: nowhere, whoever asks.
SECRET: Final = tuple(
    path
    for path in PAGES[PUBLIC]
    if "{" in path
    and not path.startswith(("/accounts/", "/youth/", "/strategy/", "/celebrations/"))
)
#: The way in stands open, the page of feeds is none here.
ENTRANCE: Final = tuple(path for path in PAGES[PUBLIC] if path.startswith("/accounts/"))
FEEDS: Final = "/feeds/"
#: What a guardian does by mailed links.
APPLY: Final = "/youth/editions/{both}/apply"
READ: Final = tuple(
    path for path in PAGES[PUBLIC] if path not in {*SECRET, *ENTRANCE, FEEDS, APPLY}
)
FILES: Final = (
    "/open-data/partners.csv",
    "/open-data/openapi.json",
    "/calendar/entries.json?start=2026-11-01&end=2026-12-01",
    "/indicators/youth-participation.json",
)
FEED: Final = "/feeds/anniversaries.ics"
#: What leads a reader to another host.
_LEADS_AWAY: Final = "a[href^='http'], form[action^='http'], [href^='//'], [href^='webcal']"


@pytest.fixture(scope="module")
def site(prepared_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site on a closed network."""
    folder = tmp_path_factory.mktemp("site")
    with serving(prepared_instance, folder, EXCHANGE_PUBLIC="off") as site:
        yield site


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Give what the page's browser asks for."""
    return addresses_asked(page.context)


def arrive(page: Page, who: str) -> None:
    """Sign in and wait until that is done."""
    sign_in(page, who)
    page.wait_for_url(lambda address: "/accounts/sign-in" not in address)


def test_a_stranger_is_led_to_the_sign_in_and_nowhere_else(
    page: Page, site: Site, keys: dict[str, str], asked: list[str]
) -> None:
    for path in (*READ, FEEDS, FEED, APPLY, *FILES, "/home/", "/school/"):
        page.goto(path.format_map(keys))
        assert page.url.startswith(f"{site.url}/accounts/sign-in?next="), path
    for path in SECRET:
        answer = page.goto(path.format_map(keys))
        assert (answer and answer.status, page.url) == (404, site.url + path.format_map(keys))
    for path in ENTRANCE:
        answer = page.goto(path.format_map(keys))
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator(".places a").count() == 0, path
    assert elsewhere(asked, site) == []


def test_after_the_sign_in_the_page_asked_for_opens(page: Page) -> None:
    page.goto("/partners/heidelberg/")
    page.locator("#email").fill(f"{SCHOOL}@demo.example")
    page.locator("#password").fill("demo password for the tests")
    page.locator("main form [type=submit]").click()
    expect(page).to_have_url("/partners/heidelberg/")


@pytest.mark.parametrize(("who", "public"), [(COORDINATOR, READ), (SCHOOL, READ[:1])])
def test_with_an_account_every_page_is_whole_and_leads_nowhere_outside(
    page: Page,
    site: Site,
    keys: dict[str, str],
    asked: list[str],
    who: str,
    public: tuple[str, ...],
) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("requestfailed", lambda request: broken.append(request.url))
    arrive(page, who)
    for path in (*public, *(path for reader, path in SAMPLES if reader == who)):
        answer = page.goto(path.format_map(keys))
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("h1")).to_have_count(1)
        assert page.locator(_LEADS_AWAY).count() == 0, path
        assert page.locator(f"a[href^='{FEEDS}']").count() == 0, path
    assert broken == []
    assert elsewhere(asked, site) == []


def test_files_are_taken_with_an_account_and_feeds_are_none(page: Page) -> None:
    arrive(page, COORDINATOR)
    for path in FILES:
        assert page.request.get(path, max_redirects=0).status == 200, path
    for path in (FEEDS, "/feeds/mine/"):
        assert page.request.get(path, max_redirects=0).status == 404, path
    # A feed knows no session: who polls it is a stranger, signed in elsewhere or not.
    polled = page.request.get(FEED, max_redirects=0)
    assert (polled.status, "/accounts/sign-in" in polled.headers["location"]) == (302, True)
    described = page.request.get("/open-data/openapi.json").json()
    assert FEED not in described["paths"]


def test_consent_is_on_paper_and_its_links_open_nothing(page: Page, keys: dict[str, str]) -> None:
    arrive(page, COORDINATOR)
    for path in (*SECRET, APPLY):
        assert page.request.get(path.format_map(keys)).status == 404, path
    page.goto(f"/youth/editions/{keys['open']}/consent")
    expect(page.locator("#papers-in")).to_be_visible()
    expect(page.locator("#ask")).to_have_count(0)
    expect(page.get_by_text("保護者")).not_to_have_count(0)
