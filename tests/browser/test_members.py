"""A partner's list in a real browser: pasted, compared, confirmed, put in order by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from tests.browser.main_job import follow, go, press, sign_in
from tests.servers.site import Site

FIRST = (
    "姓名\t職稱\t團內職務\t護照英文姓名\t飲食\t護照號碼\n"
    "見本其明\t副市長\t團長\tMIHON CHI-MING\t\tX1\n"
    "見本美麗\t局長\t團員\tMIHON MEI-LI\t素食\tX2\n"
    "見本大文\t科長\t團員\tMIHON TA-WEN\t\tX3\n"
)
SECOND = FIRST.replace("局長", "副局長").replace("見本大文", "見本小華").replace("TA-WEN", "HSIAO")


@pytest.fixture
def members(site: Site) -> str:
    with site.database.reading() as session:
        received = session.scalars(select(Visit).where(Visit.state == VisitState.UNDER_WAY)).one()
        return f"/delegations/{received.id}/members/"


def paste(page: Page, members: str, text: str) -> None:
    page.goto(members)
    follow(page, "名簿を貼り付け・読み込み")
    page.locator("main textarea[name=text]").fill(text)
    press(page, "内容を確かめる")
    expect(page.get_by_role("heading", level=1)).to_have_text("名簿の確認")


def confirm(page: Page) -> None:
    page.get_by_label("対訳のない職名は、原文のまま残す").check()
    press(page, "この内容で確定する")
    expect(page.get_by_role("heading", level=1)).to_have_text("名簿を確定しました")
    go(page, page.get_by_role("link", name="団員へ").first)


def names(page: Page) -> list[str]:
    return page.locator("#members tbody th a").all_inner_texts()


def test_a_list_is_pasted_compared_confirmed_and_put_in_order_by_keyboard(
    page: Page, members: str
) -> None:
    sign_in(page, "coordinator")
    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(frame.url.partition("?")[0]))
    paste(page, members, FIRST)
    shown = page.locator("main")
    expect(shown).to_contain_text("＋3 −0 ～0")
    expect(shown).to_contain_text("旅券・身分証の番号など")
    expect(shown).to_contain_text("まだ何も保存していません")
    confirm(page)
    assert names(page) == ["見本其明", "見本美麗", "見本大文"]
    assert len(set(screens)) <= 4  # the members, the list, its check and outcome, the members

    paste(page, members, SECOND)
    expect(shown).to_contain_text("＋1 −1 ～1")
    expect(shown).to_contain_text("局長 → 副局長")
    page.get_by_label("見本大文の代わりの人").select_option("見本小華")
    confirm(page)
    assert names(page) == ["見本其明", "見本美麗", "見本小華"]
    go(page, page.get_by_role("link", name="離団した人"))
    expect(page.locator("tbody tr")).to_contain_text([re.compile("見本大文.*見本小華", re.DOTALL)])

    page.goto(f"{members}order")
    page.get_by_role("button", name="上へ：見本小華").press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text("見本小華は2番目です")
    place = page.get_by_label("見本小華の席次")
    place.fill("1")
    place.press("Tab")
    expect(page.locator("[data-order-said]")).to_have_text("見本小華は1番目です")
    with page.expect_navigation():
        page.get_by_role("button", name="席次を保存する").press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("役の順")
    page.get_by_label("役の順と違うときの理由").fill("先方の希望")
    with page.expect_navigation():
        page.get_by_role("button", name="席次を保存する").press("Enter")
    expect(shown).to_contain_text("席次の理由：先方の希望")
    assert names(page) == ["見本小華", "見本其明", "見本美麗"]


def test_a_row_is_dragged_to_its_place(page: Page, site: Site) -> None:
    with site.database.reading() as session:
        planned = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    sign_in(page, "coordinator")
    page.goto(f"/delegations/{planned.id}/members/order")
    rows = page.locator("[data-order] tbody tr")
    last = rows.last.locator("th").inner_text()
    rows.last.locator("th").drag_to(rows.first.locator("th"))
    expect(rows.first.locator("th")).to_have_text(last, use_inner_text=True)
    expect(rows.first.locator("input.order__place")).to_have_value("1")
