"""The calendar by keyboard and on paper, and a feed chosen, copied and opened."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.main_job import sign_in
from tests.browser.pages import COORDINATOR


def press(page: Page, key: str) -> None:
    """Press a key once the page listens."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press(key)


def test_the_views_and_their_periods_are_reached_by_single_keys(page: Page) -> None:
    page.goto("/calendar/?from=2027-05&partner=heidelberg")
    for key, view in (("m", "month"), ("y", "year"), ("w", "week"), ("a", "agenda")):
        press(page, key)
        page.wait_for_url(f"**/calendar/?view={view}&**partner=heidelberg**")
    press(page, "m")
    page.wait_for_url("**view=month**")
    expect(page.locator("#period-title")).to_have_text("2027年5月")
    press(page, "j")
    expect(page.locator("#period-title")).to_have_text("2027年6月")
    press(page, "k")
    expect(page.locator("#period-title")).to_have_text("2027年5月")
    page.get_by_role("link", name="ハイデルベルク市 友好都市提携35周年").click()
    page.wait_for_url("**/partners/heidelberg/")


def test_a_week_prints_on_one_sheet(page: Page) -> None:
    sign_in(page, COORDINATOR)
    page.goto("/calendar/?view=week")
    page.emulate_media(media="print")
    expect(page.locator(".period__turn")).to_be_hidden()
    expect(page.locator(".views")).to_be_hidden()
    sheet = page.pdf(prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1


@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_a_feed_is_chosen_and_its_address_copied(page: Page, language: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/feeds/?lang={language}")
    page.locator("#partner-ulsan").check()
    page.locator("#milestones-1").check()
    page.locator(".filters [type=submit]").click()
    page.wait_for_url("**partner=ulsan**")
    address = page.locator("#feed-address").input_value()
    assert "partner=ulsan" in address
    assert "milestones=1" in address
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copied]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.request.get(address).text().startswith("BEGIN:VCALENDAR")
    expect(page.locator(".code-to-scan svg")).to_be_visible()
    expect(page.locator(".client__entry")).to_have_count(3 * 2)
