"""A gift that is asked about, one out of the stock; a budget pasted, mended, out and in again."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import main_job as job

KAOHSIUNG = "/gifts/new?direction=given&partner=kaohsiung"
LINES = (
    "報償費\t記念品\t見本の記念品\t市\t\t2027\t30,000",
    "8\t\t団員の航空券\t市\t\t2027\t約90万",
    *(f"役務費\t\t保険{number}\t参加者\t\t2027\t1000" for number in range(6)),
)


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"main input[name=r{row - 1}-{column}]")


def paste(field: Locator, text: str) -> None:
    """Paste as a spreadsheet hands its cells over."""
    field.evaluate(
        """(node, text) => {
          const cells = new DataTransfer();
          cells.setData("text/plain", text);
          const event = { clipboardData: cells, bubbles: true, cancelable: true };
          node.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        text,
    )


def test_a_gift_is_asked_about_and_the_stock_follows(page: Page) -> None:  # long: one story
    job.sign_in(page, "coordinator")
    page.goto("/delegations/")
    job.follow(page, "贈呈・受領の台帳")
    job.follow(page, "贈る記念品を登録")
    job.fill(page, {"partner": "kaohsiung"})
    job.go(page, page.get_by_role("button", name="進む"))

    # What the city got before stands above the form; a clock is asked about once.
    expect(page.locator("main table").first).to_contain_text("肥後象がんのしおり")
    clock = {"recipient": "高雄市政府", "title": "置き時計", "unit_price": "8,000"}
    job.fill(page, {**clock, "line": "rewards"})
    job.submit(page)
    expect(page.locator(".notice--warning")).to_contain_text("縁起が悪い")
    job.fill(page, {"cautions_read": "y"})
    job.submit(page)
    expect(page.locator("main")).to_contain_text("8,000円")

    # Over the limit of its line it needs a decision.
    page.goto(KAOHSIUNG)
    job.fill(page, {"recipient": "議会", "title": "漆器", "value": "12000", "line": "rewards"})
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("上限10,000円を超えています")

    # The same to the same person needs a reason; then the stock has one less.
    page.goto(KAOHSIUNG)
    given = page.locator("main table").first.get_by_role("link", name=re.compile("肥後象がん"))
    job.go(page, given)
    job.follow(page, "市の在庫から")
    expect(page.locator(".page-head")).to_contain_text("在庫数：11")
    stock = page.url
    page.goto("/delegations/?span=past")
    job.go(page, page.get_by_role("link", name=re.compile("高雄市訪問団")).first)
    job.go(page, page.get_by_role("link", name="贈る記念品を登録"))
    page.locator("main [name=recipient_id]").select_option(index=1)
    page.locator("main [name=stock_item_id]").select_option(
        label="（見本）肥後象がんのしおり（在庫 11）"
    )
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("理由を書いてください")
    job.fill(page, {"repeat_reason": "前回のものが破損したため"})
    job.submit(page)
    expect(page.locator("main")).to_contain_text("市の在庫から")
    page.goto(stock)
    expect(page.locator(".page-head")).to_contain_text("在庫数：10")


def test_a_budget_goes_in_and_out(page: Page, tmp_path: Path) -> None:  # long: one story
    job.sign_in(page, "coordinator")
    page.goto("/delegations/")
    job.go(page, page.get_by_role("link", name=re.compile("35周年訪問団")).first)
    job.follow(page, "表で入力")

    # Eight rows are pasted where five are blank; the cell that is no number is named.
    paste(cell(page, 6, "heading"), "\n".join(LINES))
    expect(cell(page, 13, "content")).to_have_value("保険5")
    job.press(page, "保存")
    expect(page.locator(".error-summary")).to_contain_text("7行目 要求額")
    expect(cell(page, 7, "requested")).to_have_attribute("aria-invalid", "true")
    cell(page, 7, "requested").fill("900000")
    cell(page, 7, "requested").press("Enter")
    expect(cell(page, 8, "requested")).to_be_focused()
    job.press(page, "保存")
    expect(page.locator("main")).to_contain_text("変更した行：8")
    expect(page.locator("tfoot").first).to_contain_text("3,008,384円")

    # What is written as xlsx comes in again without a difference, and then with one.
    address = page.url
    with page.expect_download() as got:
        page.get_by_role("link", name="xlsx").click()
    book = tmp_path / "budget.xlsx"
    got.value.save_as(book)
    job.follow(page, "Excelから取り込む")
    page.locator("main input[type=file]").set_input_files(book)
    job.submit(page)
    expect(page.locator(".page-head")).to_contain_text("変更0、削除0、変更なし13")
    page.goto(f"{address}import")
    page.locator("main textarea[name=text]").fill("節\t内容\t予算額\n委託料\t司会\t50000\n")
    job.submit(page)
    expect(page.locator("main table")).to_contain_text("追加")
    job.press(page, "この内容で保存")
    expect(page.locator("main table").first).to_contain_text("司会")

    # One line goes partly into the year before.
    job.follow(page, "団員の航空券")
    job.fill(page, {"year": "2026", "requested": "300000"})
    job.press(page, "分ける")
    years = page.get_by_role("table", name="年度ごとの合計")
    expect(years).to_contain_text("300,000円")
    expect(years.locator("tfoot")).to_contain_text("3,008,384円")
