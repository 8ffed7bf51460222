"""The whole main job in one browser: a visit, a youth exchange, the indicator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from exchange.core.dates import FiscalYear
from tests.browser import main_job as job
from tests.browser.main_job import TypedPupil
from tests.servers.site import NOW

TITLE = "ハイデルベルク訪問の試し"
EDITION = "試しの派遣"
TODAY = datetime.fromisoformat(NOW).date()
YEAR = FiscalYear.of(TODAY).start

HANAKO = TypedPupil("髙橋", "花", ("たかはし", "はな"), "2012-05-03")
TARO = TypedPupil("山﨑", "太", ("やまさき", "た"), "2012/5/3")
JIRO = TypedPupil("Smith", "Jiro", ("すみす", "じろう"), "H24.5.3")
SABURO = TypedPupil("内田", "三", ("うちだ", "さぶ"), "平成25年1月9日")


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A second browser: the school's."""
    context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_main_job(page: Page, desk: Page) -> None:  # long: the story is told in one piece
    job.sign_in(page, "coordinator")
    before, shown_before = job.figures(page), job.shown_readings(page)

    # A visit, its members in their order, its itinerary in two zones, in the calendar, as a file.
    visit = job.create_visit(page, TITLE, TODAY + timedelta(days=30), TODAY + timedelta(days=34))
    for family, role in (("団員", "member"), ("団長", "leader"), ("通訳", "interpreter")):
        job.add_member(page, visit, family, role)
    job.go(page, page.get_by_role("button", name="上へ：団長 試"))
    assert job.member_names(page) == ["団長 試", "団員 試", "通訳 試"]
    flight_day = (TODAY + timedelta(days=30)).isoformat()
    flight = {
        "title": "福岡からフランクフルト",
        "start_day": flight_day,
        "start_clock": "10:40",
        "start_zone": "Asia/Tokyo",
        "end_day": flight_day,
        "end_clock": "17:20",
        "end_zone": "Europe/Berlin",
    }
    job.add_item(page, visit, flight)
    expect(page.locator("[aria-labelledby=itinerary]")).to_contain_text("17:20 ハイデルベルク市")
    page.goto("/calendar/")
    expect(page.locator("main .agenda", has_text=TITLE).first).to_be_visible()
    events = {
        str(event["SUMMARY"]): event for event in job.read_calendar(page, f"{visit}itinerary.ics")
    }
    assert sorted(events) == sorted([TITLE, "福岡からフランクフルト"])
    landing = events["福岡からフランクフルト"]["DTEND"].dt
    assert landing == datetime(2026, 12, 25, 17, 20, tzinfo=ZoneInfo("Europe/Berlin"))

    # A programme and this year's edition; a school registers four pupils and takes one out.
    edition = job.create_edition(page, "試しの青少年交流", EDITION, TODAY)
    job.sign_in(desk, "school-a")
    addresses = {
        pupil.family: job.register(desk, EDITION, pupil) for pupil in (HANAKO, TARO, JIRO, SABURO)
    }
    expect(desk.locator("main")).to_contain_text("平成25年(2013年)1月9日")
    job.follow(desk, "申込取下げの確認へ")
    job.fill(desk, {"reason": "家庭の都合"})
    job.submit(desk)
    expect(desk.locator("main .page-head")).to_contain_text("申込取下げ")
    desk.goto("/school/")
    expect(job.edition_row(desk, EDITION)).to_contain_text("1名")
    job.sign_out(desk)
    job.sign_in(desk, "school-b")
    assert "髙橋" not in desk.locator("main").inner_text()
    assert desk.goto(addresses["髙橋"]).status == 404  # type: ignore[union-attr]

    # The papers are ticked; the division selects, confirms, marks attendance and closes.
    names = [f"{pupil.family} {pupil.given}" for pupil in (HANAKO, TARO, JIRO)]
    job.tick_consents(page, edition, names)
    for state in ("selected", "confirmed"):
        job.decide(page, edition, names, state)
    job.decide(page, edition, names[:2], "completed")
    job.decide(page, edition, names[2:], "absent")
    job.close_edition(page, edition)

    # Three readings, from 14 in 2023 to 30 in 2031, and the participations behind them.
    after, shown_after = job.figures(page), job.shown_readings(page)
    assert before["fiscal_years"] == {}
    assert (before["running_total"], before["unique_since_start"]) == (14, 0)
    assert (after["running_total"], after["unique_since_start"]) == (16, 2)
    assert after["fiscal_years"] == {str(YEAR): {"person_times": 2, "unique": 2, "closed": False}}
    assert after["baseline"] == {"value": 14, "year": 2023}
    assert after["target"] == {"value": 30, "year": 2031}
    assert after["rule"] == {"version": 1, "locked": False}
    assert [int(figure) for figure in shown_before] == [22, 3, 7]
    assert [int(figure) for figure in shown_after] == [24, 5, 9]
    expect(page.locator("main .chart svg").first).to_be_visible()
    page.goto(f"/indicators/youth-participation/{YEAR}/")
    expect(page.locator("main tr", has_text=EDITION)).to_have_count(2)
    assert "髙橋" not in page.locator("main").inner_text()
