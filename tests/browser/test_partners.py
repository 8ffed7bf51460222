"""A partner's page in a real browser: from the map to a new mayor and the paper."""

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.main_job import fill, follow, go, sign_in, submit
from tests.browser.pages import COORDINATOR


def test_a_mark_of_the_map_leads_by_keyboard_to_the_partner_and_its_paper(page: Page) -> None:
    page.goto("/partners/?lang=ja")
    mark = page.get_by_role("link", name="3 ハイデルベルク市 約9,230 km（熊本より")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ハイデルベルク市")
    paper = page.locator("#fact-sheet").locator("xpath=..").get_by_role("link", name="English")
    address = paper.get_attribute("href")
    assert address is not None
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.body())).pages) == 1


def test_a_new_mayor_follows_and_the_former_one_stays(page: Page) -> None:
    sign_in(page, COORDINATOR)
    page.goto("/partners/heidelberg/posts/new/person?lang=ja")
    fill(page, {"family_name": "見本", "given_name": "市長", "title": "市長", "begins": "2026-10"})
    page.get_by_label("職の区分").select_option(label="市長など首長")
    submit(page)
    rows = page.locator("section", has=page.locator("#posts")).locator("tbody tr")
    expect(rows.filter(has_text="見本 市長")).to_contain_text("在任")
    former = rows.filter(has_text="Eckart Würzner")
    expect(former).to_contain_text("退任")
    expect(former).to_contain_text("不明 ～ 2026年10月")


def test_a_clerk_adds_to_the_history_and_narrows_it_to_a_field(page: Page) -> None:
    sign_in(page, COORDINATOR)
    page.goto("/partners/ulsan/?lang=ja")
    go(page, page.get_by_role("link", name="交流の歩みに加える"))
    fill(page, {"date": "H22.4", "text": "見本のできごと"})
    page.get_by_label("スポーツ").check()
    page.locator("#source_id").select_option(index=1)
    submit(page)
    page.goto("/partners/ulsan/")
    follow(page, "スポーツ")
    expect(page.locator(".timeline").last).to_contain_text("2010年4月")
    expect(page.locator(".timeline").last).to_contain_text("見本のできごと")
