"""A visit in a real browser: made from an earlier one, prepared, moved, closed, reported on."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit
from tests.browser.main_job import follow, go, press, sign_in
from tests.servers.site import Site


def step(page: Page, name: str) -> None:
    go(page, page.locator(".page-head").get_by_role("button", name=name, exact=True))


def choose_more(page: Page, name: str) -> None:
    page.locator(".page-head summary").click()
    go(page, page.locator(".page-head").get_by_role("link", name=name, exact=True))


def go_the_course(page: Page) -> None:
    step(page, "計画中にする")
    follow(page, "決裁を記録する")
    page.locator("[name=approved_on]").fill("2026-11-10")
    page.locator("[name=approval_class]").select_option("section")
    go(page, page.locator("main form button[type=submit]").last)
    for name in ("確定する", "実施中にする", "完了にする"):
        step(page, name)


def test_a_visit_is_copied_prepared_moved_closed_and_reported_on(page: Page, site: Site) -> None:
    with site.database.reading() as session:
        over = session.scalars(select(Visit).where(Visit.state == VisitState.CLOSED)).one()
        earlier, outward = str(over.id), over.direction is Direction.OUT
    sign_in(page, "coordinator")
    page.goto(f"/delegations/{earlier}/")
    choose_more(page, "この訪問をもとに作る")
    page.locator("[name=starts]").fill("2026-11-17")
    page.locator("[name=ends]").fill("2026-11-18")
    press(page, "訪問を作る")
    expect(page.locator("main")).to_contain_text("以前の訪問を見る")
    visit = page.url

    follow(page, "準備の手順を入れる")
    go(page, page.locator("main .form__submit button"))
    tasks = page.locator("section[aria-labelledby=tasks] tbody")
    expect(tasks.locator("tr")).to_have_count(20)
    thanks = tasks.locator("tr", has_text="礼状を送る")
    expect(thanks).to_contain_text("11月25日")

    choose_more(page, "日程を変える")
    page.locator("[name=starts]").last.fill("2026-11-19")
    page.locator("[name=ends]").last.fill("2026-11-20")
    press(page, "動くものを見る")
    expect(page.locator("main tr", has_text="礼状を送る")).to_contain_text("11月27日")
    press(page, "この日程に変える")
    expect(thanks).to_contain_text("11月27日")

    go_the_course(page)
    report = "復命書を書く" if outward else "受入の報告書を書く"
    expect(tasks.locator("tr", has_text=report)).to_contain_text("12月2日")

    page.goto(visit)
    follow(page, "成果を書く")
    page.locator("[name=outcome]").fill("次は来訪\n学生の交流")
    go(page, page.locator("main form button[type=submit]").last)
    expect(page.locator("main .facts").first).to_contain_text("学生の交流")
