"""A school's day at its desk: read, answer, take earlier pupils in, ask for a changed name."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.main_job import go, sign_in

Options = dict[str, Any]


def test_a_school_reads_answers_and_takes_earlier_pupils_in(page: Page) -> None:
    sign_in(page, "school-a")
    page.goto("/school/")
    go(page, page.get_by_role("link", name="連絡を開く"))
    go(page, page.get_by_role("button", name="1件を既読にする"))
    page.get_by_label("本文").fill("（見本）資料を受け取りました。")
    go(page, page.get_by_role("button", name="送る"))
    expect(page.get_by_text("（見本）資料を受け取りました。")).to_be_visible()
    page.goto("/school/")
    expect(page.get_by_text("未読の連絡")).to_have_count(0)
    go(page, page.get_by_role("link", name="以前の生徒から選ぶ").first)
    names = page.locator("main tbody th").all_inner_texts()
    page.get_by_label(re.compile("表のすべての申込")).check()
    page.get_by_label("校長確認の日").fill("R8.11.20")
    page.get_by_label(re.compile("利用目的を説明済み")).check()
    go(page, page.get_by_role("button", name="選んだ生徒を登録する"))
    expect(page.get_by_text(f"{len(names)}名を登録しました。")).to_be_visible()


def test_a_changed_name_waits_for_the_division_on_a_telephone_too(
    browser: Browser, browser_context_args: Options, page: Page
) -> None:
    sign_in(page, "coordinator")
    page.goto("/youth/")
    go(page, page.get_by_role("link", name="（見本）2026年度 派遣").first)
    page.locator("main tbody input[name=chosen]").first.check()
    go(page, page.get_by_role("button", name=re.compile("選考通過")))
    chosen = page.locator("main tbody tr", has_text="選考通過").first
    given = chosen.get_by_role("rowheader").inner_text().split("\n")[0].split()[-1]
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": 390, "height": 844}}
    )
    desk = context.new_page()
    sign_in(desk, "school-a")
    desk.goto("/school/?state=selected")
    go(desk, desk.get_by_role("link", name=given).first)
    go(desk, desk.get_by_role("link", name="登録の内容を直す"))
    desk.get_by_label("姓", exact=False).first.fill("例示")
    desk.get_by_label("変更の理由").fill("改姓のため")
    go(desk, desk.get_by_role("button", name="保存する"))
    expect(desk.get_by_text("変更の依頼：回答待ち")).to_be_visible()
    page.goto("/youth/changes/")
    go(page, page.get_by_role("link", name=given))
    page.get_by_label("認める", exact=True).check()
    go(page, page.get_by_role("button", name="回答する"))
    desk.reload()
    expect(desk.get_by_role("heading", name=f"例示 {given}")).to_be_visible()
    context.close()
