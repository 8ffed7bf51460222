"""What was promised in a visit, settled; a letter of thanks from the last one, and its reply."""

import re

from playwright.sync_api import Page, expect

from tests.browser import main_job as job


def test_a_promise_is_recorded_from_the_visit_and_settled(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/delegations/?span=past")
    job.go(page, page.get_by_role("link", name=re.compile("高雄市訪問団")).first)
    expect(page.get_by_role("table", name="この訪問での宿題")).to_contain_text("期限超過")
    job.follow(page, "宿題を登録")

    # What is ours needs one of us; whoever writes stands there already.
    job.fill(page, {"side": "ours", "title": "礼状に写真を添える", "due": "R8.12"})
    page.locator("main [name=owner_id]").select_option("")
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("担当する職員を選んでください")
    page.locator("main [name=owner_id]").select_option(index=1)
    job.submit(page)
    expect(page.locator("main")).to_contain_text("2026年12月")

    # It is on the list, and settled with a word.
    job.follow(page, "宿題")
    expect(page.get_by_role("table")).to_contain_text("礼状に写真を添える")
    job.follow(page, "礼状に写真を添える")
    job.fill(page, {"state": "dropped"})
    job.press(page, "記録する")
    expect(page.locator(".error-summary")).to_contain_text("取りやめる理由を書いてください")
    job.fill(page, {"reason": "広報が送付済み"})
    job.press(page, "記録する")
    expect(page.locator(".page-head")).to_contain_text("取りやめ")


def test_a_letter_starts_from_the_last_one_and_is_answered(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/delegations/")
    job.follow(page, "手紙の記録簿")
    job.follow(page, "発信する手紙を記録")
    job.fill(page, {"kind": "thanks", "partner": "kaohsiung"})
    job.press(page, "進む")

    # What was written last time stands above the form, and is taken over in every language.
    job.follow(page, "この文面をもとに書く")
    expect(page.locator("main [name=text_zh_hant]")).to_have_value(re.compile("感謝"))
    job.fill(page, {"counterpart": "高雄市政府", "number": "国際発第8号", "due": "2030-01-10"})
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("返信待ちにするか")
    job.fill(page, {"state": "open"})
    job.submit(page)
    expect(page.locator(".page-head")).to_contain_text("返信待ち")

    # The reply that comes is linked, and nothing is awaited any more.
    job.follow(page, "この手紙への返信を記録")
    job.fill(page, {"title": "礼状への返信", "counterpart": "高雄市政府"})
    job.submit(page)
    job.follow(page, "（見本）受入の御礼")
    expect(page.locator(".page-head")).to_contain_text("返信済み")
    expect(page.locator("main")).to_contain_text("礼状への返信")
