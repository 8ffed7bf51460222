"""What forms gain in a real browser: no question before it matters, nothing typed in vain."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import update

from exchange.accounts.models import UserSession
from exchange.core import clock
from exchange.core.database import unit_of_work
from tests.browser.main_job import DOMAIN, fill, sign_in, submit
from tests.servers.application import PASSWORD
from tests.servers.site import Site

TOO_LARGE = 17 * 1024 * 1024


def test_a_new_source_is_asked_about_only_once_it_is_chosen(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/agreements/heidelberg-1992/claims/new?lang=en")
    title = page.locator("[name=title]")
    expect(title).to_be_hidden()
    page.locator("[name=source_id]").select_option("new")
    expect(title).to_be_visible()
    page.locator("[name=source_id]").select_option(index=2)
    expect(title).to_be_hidden()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    sign_in(page, "coordinator")
    page.goto("/calendar/import?lang=en")
    page.locator("[name=source]").fill("Their calendar")
    large, small = tmp_path / "large.ics", tmp_path / "small.ics"
    large.write_bytes(b"x" * TOO_LARGE)
    small.write_bytes(b"x")
    page.locator("[name=file]").set_input_files(large)
    said = page.get_by_role("alert")
    expect(said).to_be_visible()
    expect(said).to_contain_text("up to 16 MB")
    assert page.locator("[name=file]").input_value() == ""
    expect(page.locator("[name=source]")).to_have_value("Their calendar")
    page.locator("[name=file]").set_input_files(small)
    expect(said).to_be_hidden()


def test_what_was_typed_comes_back_after_an_idle_sign_out(page: Page, site: Site) -> None:
    sign_in(page, "coordinator")
    page.goto("/tasks/new?lang=en")
    fill(page, {"title": "Ask 高雄 about the gifts", "note": "one\ntwo"})
    with unit_of_work(site.database) as session:
        before = clock.machine_now() - timedelta(hours=1)
        session.execute(update(UserSession).values(seen_at=before))
    submit(page)
    expect(page).to_have_url(re.compile(r"/accounts/sign-in\?next=/tasks/new$"))
    fill(page, {"email": f"coordinator@{DOMAIN}", "password": PASSWORD})
    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Nothing is saved yet.")
    expect(page.locator("[name=title]")).to_have_value("Ask 高雄 about the gifts")
    expect(page.locator("[name=note]")).to_have_value("one\ntwo")
    page.locator("[name=due]").fill("2026-12-01")
    submit(page)
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ask 高雄 about the gifts")
