"""A school's list in a real browser: sign in, then three screens, and a list that needs mending."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Pupil
from tests.browser.main_job import fill, go, press, sign_in
from tests.factories.sheets import csv_of, xlsx_of
from tests.servers.site import Site

ROWS: list[list[object]] = [
    ["令和８年度　参加希望者名簿"],
    ["No", "氏　名", "ﾌﾘｶﾞﾅ", "生年月日", "学年・組", "食物アレルギー"],
    [1, "髙﨑　澪", "ﾀｶｻｷ ﾐｵ", "H24.5.3", "2-1", "そば"],
    [2, "山﨑　岳", "やまさき　がく", 41220, "2年2組", ""],
]
WRONG: list[object] = [3, "見本　暦", "みほん　こよみ", "R3.5.3", "2-1", ""]


@pytest.fixture
def edition(site: Site) -> str:
    with site.database.reading() as session:
        announced = select(Edition).where(Edition.state == EditionState.ANNOUNCED)
        found = session.scalars(announced.order_by(Edition.starts.desc(), Edition.id)).first()
        assert found is not None
        return f"/school/editions/{found.id}/roster"


def pupils(site: Site) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Pupil)) or 0


def send(page: Page, edition: str, path: Path) -> None:
    page.goto(edition)
    page.set_input_files("main input[name=file]", path)
    press(page, "送って確かめる")
    expect(page.get_by_role("heading", level=1)).to_have_text("名簿の確認")


def confirm(page: Page) -> None:
    fill(page, {"principal_confirmed_on": "R8.11.20"})
    page.get_by_label(re.compile("利用目的を説明済み")).check()
    go(page, page.get_by_role("button", name=re.compile("名を登録する")))


def test_a_list_is_registered_in_three_screens(
    page: Page, site: Site, edition: str, tmp_path: Path
) -> None:
    path = tmp_path / "名簿.xlsx"
    path.write_bytes(xlsx_of(ROWS))
    sign_in(page, "school-a")
    before = pupils(site)

    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    send(page, edition, path)
    shown = page.locator("main")
    expect(shown).to_contain_text("まだ何も登録していません")
    expect(shown).to_contain_text("食物アレルギー")
    expect(shown).to_contain_text("1名のふりがなの書き方（全角・ひらがな、かたかな）をそろえました")
    expect(shown).to_contain_text("日付の番号41220を平成24年(2012年)11月7日と読みました")
    page.reload()
    expect(shown).to_contain_text("まだ何も登録していません")
    assert pupils(site) == before
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("名簿を登録しました")
    assert pupils(site) == before + 2
    assert len({url.partition("?")[0] for url in screens}) <= 3

    send(page, edition, path)
    expect(shown).to_contain_text("この名簿で新しく登録したり変更したりするものはありません")
    assert pupils(site) == before + 2


def test_a_refused_row_is_mended_in_its_own_sheet(
    page: Page, site: Site, edition: str, tmp_path: Path
) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes(csv_of([*ROWS[1:], WRONG], "cp932"))
    sign_in(page, "school-a")
    page.set_viewport_size({"width": 390, "height": 844})
    send(page, edition, path)
    before = pupils(site)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("登録できない1行だけ")).click()
    download.value.save_as(tmp_path / "直す.xlsx")
    send(page, edition, tmp_path / "直す.xlsx")
    expect(page.locator("main")).to_contain_text("登録できない")
    assert pupils(site) == before


def test_a_wrongly_read_file_is_put_right_on_the_page(
    page: Page, edition: str, tmp_path: Path
) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes(csv_of([["なまえ欄", *ROWS[1][2:5]], ["見本　凪", *ROWS[2][2:5]]], "euc_jp"))
    sign_in(page, "school-a")
    send(page, edition, path)
    page.get_by_label("文字コード").select_option("euc_jp")
    press(page, "この読み方で確かめ直す")
    expect(page.locator("main")).to_contain_text("見本 凪")
