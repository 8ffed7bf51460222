"""New Year's cards to everybody: written once, chosen, looked at, sent once."""

import re

from playwright.sync_api import Page, expect

from tests.browser import main_job as job


def test_cards_go_to_every_partner_once(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/letters/merges/new?kind=new_year")
    job.follow(page, "この文面をもとに書く")
    job.fill(page, {"number": "国際発第20号", "text": "{nmae}様"})
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("{nmae}という差し込み項目はありません")
    job.fill(page, {"text": "{name}{honorific}\n\n本年もよろしくお願いします。"})
    job.submit(page)

    # Who is to be handled with care is there and not ticked.
    table = page.get_by_role("table", name="宛先の候補")
    careful = table.get_by_role("row").filter(has_text="配慮")
    expect(careful.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_label("役職").select_option("contact")
    job.go(page, page.get_by_role("button", name="絞り込む"))
    job.go(page, page.get_by_role("button", name="絞り込みの全員を加える"))
    job.go(page, page.get_by_role("link", name="7件の文面を確認"))

    # Each in the recipient's language, and what stands in for it said.
    heidelberg = page.get_by_role("article", name="例示 連絡")
    expect(heidelberg).to_contain_text("Guten Tag Renraku Reiji")
    expect(page.get_by_role("article", name="例示 絵久")).to_contain_text("Englishの文面を使います")

    page.get_by_role("button", name="この内容で発信").dblclick()
    log = page.get_by_role("table", name="発信の記録")
    expect(log.get_by_role("row")).to_have_count(8)
    expect(log).to_contain_text("国際発第20号の7")
    with page.expect_download() as download:
        page.get_by_role("link", name="全員分を印刷（PDF）", exact=True).click()
    assert download.value.suggested_filename.endswith(".pdf")
    job.press(page, "発送済みにする")
    expect(log.get_by_text("発送済み")).to_have_count(7)
    page.goto("/letters/?kind=new_year")
    expect(page.get_by_role("table").get_by_text(re.compile("国際発第20号の"))).to_have_count(7)


def test_a_translation_is_asked_for_done_and_checked(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/delegations/")
    job.follow(page, "翻訳・通訳依頼")
    job.go(page, page.get_by_role("link", name="翻訳・通訳を依頼"))
    job.fill(page, {"what": "歓迎あいさつの独訳", "to_language": "ja", "due": "2030-01-10"})
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("言語")
    job.fill(page, {"to_language": "de", "worked_by": "outside"})
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("外部")
    job.fill(page, {"worker": "見本翻訳社"})
    job.submit(page)
    row = page.get_by_role("row").filter(has_text="歓迎あいさつの独訳")
    expect(row).to_contain_text("見本翻訳社")
    for step in ("作業中", "完了（確認待ち）"):
        job.go(page, row.get_by_role("button", name=f"「{step}」にする"))
        expect(row.locator(".state")).to_contain_text(step)
    job.go(page, row.get_by_role("button", name="「確認済み」にする"))
    expect(row).to_have_count(0)
    page.goto("/letters/requests/?show=all")
    expect(row).to_contain_text("見本 担当")
