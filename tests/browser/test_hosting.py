"""A coordinator pastes three families, has adults checked, places a guest and moves her."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser import main_job as job

LIST = (
    "2026年度 ホストファミリー名簿\t\t\t\t\n"
    "氏名\tふりがな\t家族構成\t使用言語\tペット\n"
    "試験 立田\tしけん たつだ\t父 試験 進（50）、母 試験 恵（48）\t日本語、英語\tなし\n"
    "試験 白川\tしけん しらかわ\t父 試験 守（40）、母 試験 光（39）\t日本語\t犬1匹\n"
    "試験 坪井\tしけん つぼい\t祖母 試験 菊（66）、母 試験 桐（44）\t日本語、ドイツ語\tなし\n"
)
GUEST = {
    "family_name": "Probe",
    "given_name": "Mia",
    "age": "15",
    "languages": "ドイツ語、英語",
    "consent_on": "2026-11-20",
    "consent_paper": "国際課 書庫",
}


def row(page: Page, text: str) -> Locator:
    return page.locator("main tr", has_text=text).first


def check_adults(page: Page, board: str, family: str) -> None:
    """Record an interview of each adult of a family."""
    page.goto(board)
    job.follow(page, family)
    address = page.url
    for number in range(page.get_by_role("link", name=re.compile("確認を記録")).count()):
        page.goto(address)
        job.go(page, page.get_by_role("link", name=re.compile("確認を記録")).nth(number))
        check = {"kind": "interview", "result": "passed", "checked_by": "事業団 試験"}
        job.fill(page, {**check, "checked_on": "2026-11-01"})
        job.submit(page)
        expect(page.locator("main")).to_contain_text("確認を記録しました")


def settle(page: Page, family: str, reason: Mapping[str, str]) -> None:
    page.get_by_role("radio", name=f"「{family}」を選ぶ").check()
    job.fill(page, reason)
    job.go(page, page.locator("main form[action$=place] button[type=submit]"))


def test_a_coordinator_finds_a_home_for_a_guest(page: Page) -> None:  # long: one story
    job.sign_in(page, "coordinator")
    page.goto("/youth/")
    job.go(page, page.get_by_role("link", name=re.compile("受入")).first)
    job.go(page, page.locator("main").get_by_role("link", name="ホームステイを開く"))
    board = page.url

    # The foundation's list, pasted, looked at, saved: three screens.
    job.follow(page, "名簿を取り込む")
    page.locator("main textarea[name=text]").fill(LIST)
    job.submit(page)
    expect(page.locator("main")).to_contain_text("まだ何も登録していません")
    expect(row(page, "試験 白川")).to_contain_text("新規")
    job.press(page, "3家庭を登録する")
    expect(page.locator("main")).to_contain_text("名簿を取り込みました（新規3、変更0）")

    for family in ("試験 立田", "試験 白川", "試験 坪井"):
        check_adults(page, board, family)

    page.goto(board)
    job.follow(page, "ゲストを追加")
    job.fill(page, GUEST)
    page.get_by_label("犬のいない家").check()
    job.submit(page)
    job.follow(page, "Probe Mia")
    guest = page.url

    # The dog is seen as a conflict, and refused until somebody says what becomes of it.
    expect(row(page, "試験 白川")).to_contain_text("ペット")
    expect(row(page, "試験 坪井")).to_contain_text("ドイツ語")
    settle(page, "試験 白川", {"reason": "学校に近い"})
    expect(page.locator(".error-summary")).to_contain_text("ペットについて食い違いがあります")
    expect(page.locator("main textarea[name=reason]")).to_have_value("学校に近い")
    settle(page, "試験 坪井", {"reason": "ドイツ語で話せる"})
    expect(row(page, "Probe Mia")).to_contain_text("試験 坪井")

    page.goto(guest)
    settle(page, "試験 立田", {"reason": "祖母の入院のため"})
    expect(row(page, "Probe Mia")).to_contain_text("試験 立田")
    page.goto(guest)
    history = page.locator("main table").last
    expect(history.locator("tbody tr")).to_have_count(2)
    expect(history).to_contain_text("祖母の入院のため")
