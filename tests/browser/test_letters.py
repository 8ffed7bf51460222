"""What was promised in a visit, recorded after it and settled."""

import re

from playwright.sync_api import Page, expect

from tests.browser import main_job as job


def test_a_promise_is_recorded_from_the_visit_and_settled(page: Page) -> None:
    job.sign_in(page, "coordinator")
    page.goto("/delegations/?span=past")
    page.get_by_role("link", name=re.compile("高雄市訪問団")).first.click()
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
    page.get_by_role("button", name="記録する").click()
    expect(page.locator(".error-summary")).to_contain_text("取りやめる理由を書いてください")
    job.fill(page, {"reason": "広報が送付済み"})
    page.get_by_role("button", name="記録する").click()
    expect(page.locator(".page-head")).to_contain_text("取りやめ")
