"""What anyone sees without signing in, by eye, by keyboard, and without JavaScript."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.browser.main_job import fill, go, sign_in, submit
from tests.browser.pages import SCHOOL
from tests.servers.site import Site

#: The partners in the order of the city's own list, which numbers the marks.
PARTNERS: Final = (
    "guilin",
    "san-antonio",
    "heidelberg",
    "rome-ga",
    "ulsan",
    "suzhou-new-district",
    "aix-en-provence",
    "kaohsiung",
)
PUPIL: Final = {
    "family_name": "仮名",
    "given_name": "無双",
    "family_kana": "かめい",
    "given_kana": "むそう",
    "birth_date": "H24.5.3",
    "grade": "2",
    "guardian_name": "仮名 親",
    "guardian_relationship": "other",
    "school_class": "1組",
    "principal_confirmed_on": "R8.11.20",
    "purpose_explained": "y",
}


@pytest.fixture
def plain_page(
    browser: Browser, browser_context_args: dict[str, Any], site: Site
) -> Iterator[Page]:
    """Give a page that runs no script."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def feed_of(page: Page, address: str) -> list[Any]:
    """Fetch a feed and return its events."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.body()).walk("VEVENT"))


def test_the_map_s_eight_marks_are_reached_by_the_keyboard(page: Page) -> None:
    page.goto("/")
    page.locator(".map").evaluate("map => { map.tabIndex = -1; map.focus(); }")
    reached = []
    for _ in PARTNERS:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == [f"/partners/{slug}/" for slug in PARTNERS]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("高雄市")


def test_each_mark_says_its_number_and_city(page: Page) -> None:
    page.goto("/?lang=en")
    said = [mark.get_attribute("aria-label") or "" for mark in page.locator(".map__mark").all()]
    listed = page.locator(".home-partners a").all_inner_texts()
    assert said == [f"{number} {name}" for number, name in enumerate(listed, start=1)]


def test_the_next_anniversaries_are_those_of_the_calendar(page: Page) -> None:
    page.goto("/")
    shown = page.locator(".home-next a").all_inner_texts()
    page.goto("/calendar/")
    listed = page.locator(".agenda__what > a").all_inner_texts()
    assert len(shown) == 6
    assert [title for title in listed if title in shown] == shown


def test_the_indicator_is_seen_at_a_glance(page: Page) -> None:
    page.goto("/?lang=en")
    glance = page.locator("section", has=page.locator("#indicator-title"))
    expect(glance.locator(".figure")).to_have_text("14")
    facts = dict(
        zip(
            glance.locator("dt").all_inner_texts(),
            glance.locator("dd").all_inner_texts(),
            strict=True,
        )
    )
    assert facts == {
        "Shown as": "Running total of person-times",
        "Baseline (2023)": "14",
        "Target (2031)": "30",
        "Unique persons": "no record",
    }
    go(page, glance.get_by_role("link"))
    expect(page).to_have_url("/indicators/youth-participation/")


@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_one_press_subscribes_to_all_partners_in_the_page_s_language(
    page: Page, site: Site, language: str
) -> None:
    page.goto(f"/?lang={language}")
    button = page.locator(".address-box .button--primary").get_attribute("href") or ""
    plain = page.locator("#feed-address").input_value()
    assert plain == f"{site.url}/feeds/anniversaries.ics?lang={language}"
    assert urlsplit(button)[1:] == urlsplit(plain)[1:]
    keys = [str(event["UID"]) for event in feed_of(page, plain)]
    assert [slug for slug in PARTNERS if any(key.startswith(slug) for key in keys)] == [*PARTNERS]


def test_the_chosen_language_is_remembered_from_page_to_page(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    go(page, page.get_by_role("link", name="English"))
    for path in ("/partners/", "/calendar/", "/accounts/sign-in", "/no-such-page"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
    go(page, page.get_by_role("link", name="繁體中文"))
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("熊本市的友好姊妹城市等")


def test_the_language_switch_keeps_the_page_and_its_filters(page: Page) -> None:
    page.goto("/calendar/?from=2027-05&partner=heidelberg")
    go(page, page.get_by_role("link", name="English"))
    expect(page.locator("#from")).to_have_value("2027-05")
    expect(page.locator("#partner-heidelberg")).to_be_checked()


def test_the_calendar_is_a_list_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/calendar/?from=2027-05")
    expect(plain_page.locator("#month-2027-05 + .agenda")).to_contain_text("ハイデルベルク市")
    plain_page.locator(".calendar-filters summary").click()
    plain_page.locator("#partner-kaohsiung").check()
    go(plain_page, plain_page.locator(".filters [type=submit]"))
    titles = plain_page.locator(".agenda__what > a").all_inner_texts()
    assert [title for title in titles if "周年" in title] == ["高雄市 友好交流都市提携11周年"]


def test_figures_stand_in_a_table_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/indicators/youth-participation/?lang=en")
    for drawing in plain_page.locator(".chart__drawing").all():
        expect(drawing).to_be_hidden()
    expect(plain_page.locator(".chart tbody tr").first).to_contain_text("14")


@pytest.mark.parametrize("width", [390, 1280])
def test_every_year_of_the_chart_is_named_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/indicators/youth-participation/")
    charts = page.locator(".chart").all()
    drawn = [chart for chart in charts if chart.locator("svg").count()]
    assert (len(charts), len(drawn)) == (2, 1)
    expect(page.get_by_text("まだどの年度も記録がない")).to_be_visible()
    for chart in drawn:
        words = "".join(chart.locator("svg text").all_text_contents())
        headings = chart.locator("tbody th").all_inner_texts()
        assert [heading for heading in headings if heading not in words] == []
        assert chart.locator("thead th[data-series]").count() == 2


def test_the_running_total_stands_under_the_other_numbers(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/indicators/youth-participation/")
    for cell in page.locator(".chart tbody tr").first.locator("td").all():
        expect(cell).to_have_css("text-align", "end")


def test_a_school_registers_a_pupil_without_javascript(plain_page: Page) -> None:
    sign_in(plain_page, SCHOOL)
    expect(plain_page).to_have_url("/school/")
    go(plain_page, plain_page.locator("a[href$='/register']").first)
    submit(plain_page)
    expect(plain_page.locator(".error-summary")).to_be_visible()
    fill(plain_page, PUPIL)
    submit(plain_page)
    expect(plain_page.locator(".notice--success")).to_be_visible()
    plain_page.goto("/school/")
    expect(plain_page.get_by_role("link", name="仮名 無双")).to_have_count(1)
