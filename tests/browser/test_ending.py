"""A coordinator ends two editions: one is cancelled through the console, the other closed."""

import io
from datetime import date
from uuid import UUID

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.database import Localized, Name, unit_of_work
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Registration, School
from tests.browser import main_job as job
from tests.factories.youth import make_edition, make_pupil, make_registration
from tests.servers.site import Site

GUARDIAN = "hogosha@demo.example"
REASON = "見本の台風のため"


def school_of(session: Session, account: str) -> School:
    statement = select(School).join(User, User.school_id == School.id)
    return session.scalars(statement.where(User.email.startswith(f"{account}@"))).one()


def going(
    session: Session, edition: Edition, given: str, state: RegistrationState, **changes: object
) -> Registration:
    name = Name("結末", given, "けつまつ", "み", "Ketsumatsu", "Mi")
    school = school_of(session, "school-a")
    pupil = make_pupil(session, school=school, name=name)
    return make_registration(session, edition=edition, pupil=pupil, state=state, **changes)


def named(session: Session, title: str, **changes: object) -> Edition:
    text = Localized({"ja": title, "en": f"Sample {title}"})
    return make_edition(session, title=text, search_key=title, **changes)


def address(key: UUID) -> str:
    return f"/youth/editions/{key}/"


def test_a_cancelled_edition_tells_everyone_affected(page: Page, site: Site) -> None:
    with unit_of_work(site.database) as session:
        edition = named(session, "中止の派遣", starts=date(2027, 2, 20), ends=date(2027, 2, 28))
        going(session, edition, "花", RegistrationState.CONFIRMED, guardian_mail=GUARDIAN)
        going(session, edition, "太", RegistrationState.SUBMITTED)
        start = address(edition.id)

    # The console says who is affected, what it costs and what is written, before anything is done.
    job.sign_in(page, "coordinator")
    page.goto(f"{start}cancel")
    main = page.locator("main")
    share = page.locator("main tr", has_text="見本第一中学校").first
    assert share.locator("td").all_inner_texts() == ["2名", "1名", "1名", "1名"]
    job.fill(page, {"fee": "50000", "refund": "40000"})
    job.go(page, page.get_by_role("button", name="金額を計算する"))
    expect(main).to_contain_text("10,000円")
    page.locator("main summary", has_text="保護者あて").click()
    expect(main).to_contain_text("ご家庭の都合による取下げや辞退にはなりません")
    page.locator("main textarea[name=reason]").fill(REASON)
    job.go(page, page.get_by_role("button", name="中止にする"))

    # Afterwards the states say so, and who could go a year later is kept.
    expect(page.get_by_role("heading", level=1)).to_have_text("来年度への引継ぎ")
    expect(page.locator("main tr", has_text="結末 花")).to_be_visible()
    expect(page.locator("main tr", has_text="結末 太")).to_have_count(0)
    page.goto(start)
    for name in ("結末 花", "結末 太"):
        expect(page.locator("main tr", has_text=name).first).to_contain_text("事業中止")

    # The outbox shows what goes: to the guardian and the school, never a child's name.
    job.sign_out(page)
    job.sign_in(page, "admin")
    for recipient, words in ((GUARDIAN, "40,000円"), ("school-a@demo.example", "2名")):
        page.goto("/outbox/")
        mail = page.locator("main tr", has_text="【中止】中止の派遣").filter(has_text=recipient)
        job.go(page, mail.get_by_role("link").first)
        expect(main).to_contain_text(REASON)
        expect(main).to_contain_text(words)
        expect(main).not_to_contain_text("結末")


def test_a_closed_edition_counts_certifies_and_remembers(page: Page, site: Site) -> None:
    with unit_of_work(site.database) as session:
        edition = named(session, "終わりの派遣", starts=date(2026, 11, 10), ends=date(2026, 11, 20))
        rows = [going(session, edition, n, RegistrationState.CONFIRMED) for n in ("春", "夏", "冬")]
        start, early = address(edition.id), f"/youth/registrations/{rows[1].id}/early-return"

    job.sign_in(page, "coordinator")
    job.decide(page, start, ["結末 春", "結末 夏"], "completed")
    job.decide(page, start, ["結末 冬"], "absent")
    page.goto(early)
    job.fill(page, {"day": "2026-11-15", "reason": "見本の体調不良"})
    job.go(page, page.get_by_role("button", name="保存する"))
    expect(page.locator("main")).to_contain_text("令和8年(2026年)11月15日")
    page.goto(f"{start}close")
    expect(page.locator("main")).to_contain_text("途中で帰国")
    job.close_edition(page, start)

    # A certificate each for the two who took part; who came home early reads of fewer days.
    page.goto(f"{start}lists")
    with page.expect_download() as given:
        page.get_by_role("button", name="全員分（2名）をまとめて出力する").click()
    body = given.value.path().read_bytes()
    sheets = ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(body)).pages]
    assert len(sheets) == 2
    assert [("全日程" in sheet) for sheet in sorted(sheets, key=lambda text: "夏" in text)] == [
        True,
        False,
    ]
    assert not any("冬" in sheet for sheet in sheets)
