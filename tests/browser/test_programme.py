"""A programme in a real browser: pasted, dragged, moved by key, ticked on a phone."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.browser import main_job as job

STARTS, ENDS = date(2026, 12, 25), date(2026, 12, 29)
BLOCK = """月日\t時刻\t都市\t内容\t場所\t班
12/26\t9:00-10:00\tハイデルベルク\t市長表敬\t市庁舎
\t10:30-12:00\t\t旧市街視察\t城\t見学班
\t10:30-12:00\t\t経済懇談会\t商工会議所\t会議班
12/27\t9:00-10:00\t\t見学\t大学
"""


def test_a_programme_is_pasted_dragged_and_ticked(page: Page) -> None:  # long: one story
    job.sign_in(page, "coordinator")
    visit = job.create_visit(page, "行程の試し", STARTS, ENDS)
    job.add_member(page, visit, "試行", "member")

    # Pasted, looked at, saved.
    page.goto(f"{visit}itinerary/grid")
    page.locator("#text").fill(BLOCK)
    job.press(page, "読んで確かめる")
    expect(page.locator("main .notice").first).to_contain_text("追加4")
    job.press(page, "表を保存する")
    expect(page.locator("#messages")).to_contain_text("追加4")

    # A block pasted into a cell spreads over its neighbours.
    page.goto(f"{visit}itinerary/grid")
    page.evaluate(
        """() => {
          const cell = document.getElementById("r4-day");
          const data = new DataTransfer();
          data.setData("text/plain", "12/28\\t9:00\\t\\t朝の会\\n\\t10:00\\t\\t出発\\n");
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
          cell.dispatchEvent(paste);
        }"""
    )
    expect(page.locator("#r4-title")).to_have_value("朝の会")
    expect(page.locator("#r5-time")).to_have_value("10:00")

    # Dragged beside another item it begins when that begins; by button a quarter of an hour on.
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto(f"{visit}itinerary/")
    page.locator("article.item", has_text="見学").last.drag_to(
        page.locator("article.item", has_text="市長表敬")
    )
    expect(page.locator("#messages")).to_contain_text("行程を動かしました")
    moved = page.locator("article.item", has_text="大学")
    expect(page.locator("section.day").first.locator("article.item")).to_have_count(4)
    page.wait_for_load_state()
    moved.get_by_role("button", name="15分遅く").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.item", has_text="大学")).to_contain_text("09:15")

    # On a phone, with one thumb: who came, and a mistake undone.
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{visit}itinerary/today")
    call = page.locator("article.item", has_text="市長表敬")
    arrived = call.get_by_role("button", name="来た")
    box = arrived.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 390
    job.go(page, arrived)
    call = page.locator("article.item", has_text="市長表敬")
    expect(call.locator(".state", has_text="来た")).to_be_visible()
    job.go(page, call.get_by_role("button", name="取り消す"))
    expect(page.locator(".presences .state")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
