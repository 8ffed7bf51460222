"""A section answers by its link; a manager closes the year, and two people correct it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import FilePayload, Page, expect

from exchange.core import clock
from exchange.core.database import Localized, unit_of_work
from exchange.core.permissions import system_actor
from exchange.indicators.queries.definitions import SLUG, indicator_by_slug, rules_of
from exchange.indicators.services import Closing, close_year, lock_rule
from exchange.youth.enums import RegistrationState
from exchange.youth.ledger import is_closed
from exchange.youth.queries.counting import counting_rule
from tests.browser import main_job as job
from tests.factories.attachments import PDF
from tests.factories.participations import close_edition_of
from tests.factories.youth import make_pupil, make_registration
from tests.servers.site import Site, serving

#: When FY2026 is over.
NOW: Final = "2027-04-20T12:00:00+09:00"
YOUTH: Final = "/indicators/youth-participation"
EDITION: Final = "2026年度の市の派遣"


@pytest.fixture(scope="module")
def site(prepared_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site in which four pupils who are no sample were in FY2026, and one was absent."""
    actor = system_actor("tests")
    with (
        serving(prepared_instance, tmp_path_factory.mktemp("site"), EXCHANGE_NOW=NOW) as site,
        clock.held(datetime.fromisoformat(NOW)),
    ):
        with unit_of_work(site.database) as session:
            title = Localized({"ja": EDITION})
            edition = close_edition_of(
                session, [make_pupil(session) for _ in range(4)], title=title
            )
            make_registration(session, edition=edition, state=RegistrationState.ABSENT)
            if not counting_rule(session, 2026).locked:
                rule = rules_of(session, indicator_by_slug(session, SLUG))[0]
                lock_rule(session, actor=actor, number=1, version=rule.version, reason="見本")
            for year in (2024, 2025):
                if not is_closed(session, year):
                    closing = Closing(year, "見本", 0, accepted=True)
                    close_year(session, actor=actor, closing=closing)
        yield site


def sign_out(page: Page) -> None:
    job.press(page, "ログアウト")


def test_a_section_answers_by_its_link_and_the_division_accepts(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/inquiries/new?indicator=volunteers")
    asked = {"section": "見本福祉課", "way": "link", "mail": "figures@demo.example"}
    job.fill(page, {**asked, "year": "2026"})
    job.submit(page)
    inquiry, link = page.url, page.locator("#address").input_value()
    sign_out(page)

    # No account: one figure, the document it stands in, and nothing else.
    page.goto(link)
    job.fill(page, {"value": "412", "source": "ボランティア登録簿"})
    report: FilePayload = {"name": "登録簿.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("main input[type=file]").set_input_files(report)
    job.press(page, "回答する")
    expect(page.locator("main")).to_contain_text("回答を受け付けました")
    expect(page.locator("main table")).to_contain_text("登録簿.pdf")

    job.sign_in(page, "coordinator")
    page.goto(inquiry)
    expect(page.locator("main table")).to_contain_text("412")
    job.press(page, "承認する")
    job.follow(page, "この指標のページを開く")
    expect(page.locator("main table").first).to_contain_text("412")
    sign_out(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("見本福祉課")
    page.goto("/indicators/volunteers/")
    expect(page.locator("main table").first).to_contain_text("412")


def test_a_manager_closes_the_year_and_two_people_correct_it(page: Page) -> None:
    job.sign_in(page, "manager")
    page.goto(f"{YOUTH}/2026/close")
    remaining = page.get_by_role("table")
    expect(remaining).not_to_contain_text("ボランティア")
    job.fill(page, {"accepted": "y", "note": "国際第1号"})
    job.press(page, "確定する")
    expect(page).to_have_url(f"{YOUTH}/2026/corrections/")
    sign_out(page)

    # One enters that somebody was there after all, another approves it.
    job.sign_in(page, "coordinator")
    page.goto(f"{YOUTH}/2026/corrections/")
    job.follow(page, "訂正を入力する")
    job.follow(page, EDITION)
    page.locator("main [name=registration_id]").select_option(index=0)
    job.fill(page, {"reason": "出席簿で確認"})
    job.submit(page)
    expect(page.locator("main")).to_contain_text("出席簿で確認")
    expect(page.get_by_role("button", name="承認する")).to_have_count(0)
    sign_out(page)
    job.sign_in(page, "manager")
    page.goto(f"{YOUTH}/2026/corrections/")
    job.press(page, "承認する")
    expect(page.get_by_role("button", name="承認する")).to_have_count(0)
    sign_out(page)

    page.goto(f"{YOUTH}/")
    row = page.get_by_role("row").filter(has_text="公表時：延べ4人、実4人")
    expect(row).to_contain_text("確定後に訂正")
    expect(row).to_contain_text("5")
