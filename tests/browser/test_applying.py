"""A guardian registers a child by a link at a phone; the school confirms, the division answers."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration
from tests.browser import main_job as job
from tests.servers.site import Site

PHONE: Final = {"width": 390, "height": 844}
MAIL: Final = "guardian-minori@example.jp"
BORN: Final = "2012-05-03"
GUARDIAN: Final = {
    "family_name": "見本",
    "given_name": "実里",
    "family_kana": "みほん",
    "given_kana": "みのり",
    "grade": "2",
    "guardian_name": "見本 保護者",
    "guardian_relationship": "mother",
    "purpose_explained": "y",
}
ON_PAPER: Final = {
    **GUARDIAN,
    "given_name": "紙子",
    "given_kana": "かみこ",
    "birth_date": "2012-06-04",
    "received_on": "R8.11.24",
}


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """The guardian's phone."""
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE})
    yield context.new_page()
    context.close()


@pytest.fixture
def edition(site: Site) -> str:
    """The address of the edition that takes registrations from schools and guardians."""
    with site.database.reading() as session:
        both = select(Edition.id).where(Edition.registering == Registering.BOTH)
        return f"/youth/editions/{session.scalars(both).one()}/"


def mailed_link(site: Site) -> str:
    with site.database.reading() as session:
        body = session.scalars(select(Mail.body).where(Mail.recipient == MAIL)).one() or ""
    [link] = [line for line in body.splitlines() if "/apply/" in line]
    return link


def registered(site: Site, given: str) -> Registration:
    with site.database.reading() as session:
        of_child = select(Registration).join(Pupil, Pupil.id == Registration.pupil_id)
        return session.scalars(of_child.where(Pupil.given_name == given)).one()


def choose_school(page: Page) -> None:
    page.locator("main [name=school_id]").select_option(label="見本第一中学校")


def ensure_fits(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_from_the_link_to_the_school(  # long: one story
    page: Page, phone: Page, site: Site, edition: str
) -> None:
    # The guardian asks for a link and opens it.
    phone.goto(f"{edition}?lang=ja")
    job.follow(phone, "保護者からの申込み")
    job.fill(phone, {"mail": MAIL})
    job.press(phone, "リンクを送る")
    expect(phone.locator("#messages")).to_contain_text("リンクを用意しました")
    phone.goto(mailed_link(site))
    ensure_fits(phone)

    # A date that is none is refused beside its field, nothing else is typed again.
    job.fill(phone, {**GUARDIAN, "birth_date": "2012-13-03"})
    choose_school(phone)
    job.press(phone, "申し込む")
    expect(phone.locator("main [name=birth_date]")).to_have_attribute("aria-invalid", "true")
    expect(phone.locator("main [name=given_kana]")).to_have_value("みのり")
    ensure_fits(phone)
    job.fill(phone, {"birth_date": "H24.5.3"})
    job.press(phone, "申し込む")

    # Received; no name stands on the page. The class is added, the birth date opens it.
    expect(phone.locator("main .page-head")).to_contain_text("受付済")
    expect(phone.locator("main")).not_to_contain_text("実里")
    ensure_fits(phone)
    job.follow(phone, "申込みを修正する")
    job.fill(phone, {"birth_date": BORN, "school_class": "3"})
    ensure_fits(phone)
    job.press(phone, "修正を送る")
    expect(phone.locator("#messages")).to_contain_text("修正を受け付けました")
    assert registered(site, "実里").school_class == "3"

    # The school finds it at its desk and takes it over with the day of its head's yes.
    job.sign_in(page, "school-a")
    page.goto("/school/?state=submitted")
    row = page.locator("main tr", has_text="実里")
    expect(row).to_contain_text("校長確認")
    job.go(page, row.get_by_role("link").first)
    expect(page.locator("main")).to_contain_text("保護者からの申込み")
    job.follow(page, "保護者からの申込みを引き継ぐ")
    job.fill(page, {"principal_confirmed_on": "R8.11.24", "purpose_explained": "y"})
    job.press(page, "校長確認のうえ引き継ぐ")
    expect(page.locator("#messages")).to_contain_text("学校の申込みとして引き継ぎました")
    expect(page.get_by_role("link", name="保護者からの申込みを引き継ぐ")).to_have_count(0)
    taken = registered(site, "実里")
    assert taken.state is RegistrationState.SUBMITTED
    assert str(taken.principal_confirmed_on) == "2026-11-24"


def test_the_division_joins_one_and_enters_one_from_paper(
    page: Page, site: Site, edition: str
) -> None:
    job.sign_in(page, "coordinator")
    page.goto(f"{edition}applications/")
    job.go(page, page.locator("main tbody th a"))
    expect(page.get_by_role("heading", name="いまある登録")).to_be_visible()
    job.press(page, "この登録に結び付ける")
    expect(page.locator("#messages")).to_contain_text("登録に結び付けました")
    expect(page.locator("main")).to_contain_text("要確認 0件")
    job.follow(page, "処理済")
    expect(page.locator("main tbody tr")).to_contain_text("登録に結び付け")

    job.follow(page, "紙の申込書を入力する")
    job.fill(page, ON_PAPER)
    choose_school(page)
    job.press(page, "登録する")
    expect(page.locator("#messages")).to_contain_text("紙の申込書を登録しました")
    entered = registered(site, "紙子")
    assert str(entered.paper_received_on) == "2026-11-24"
    assert (entered.by_guardian, entered.principal_confirmed_on) == (True, None)
