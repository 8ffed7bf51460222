"""The page of a copy of a pupil's data, in a real browser: true while it is made and once taken."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from exchange.accounts.models import User
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.privacy.services.disclosing import MAKE, Request, maker, order_copy
from exchange.rooms.keeping import ERASURE_PARTS
from exchange.youth.models import Pupil
from tests.browser.main_job import sign_in
from tests.servers.site import Site


def test_the_page_of_a_copy_renews_itself_until_the_file_is_taken(page: Page, site: Site) -> None:
    with site.database.writing() as session:
        staff = session.scalars(select(User).where(User.email.startswith("coordinator@"))).one()
        pupil = session.scalars(select(Pupil).order_by(Pupil.id)).first()
        assert pupil is not None
        asked = Request(asker="見本 保護者", checked="窓口で確認", purpose="本人の開示請求")
        row = order_copy(session, actor=staff.as_actor(), pupil_id=pupil.id, request=asked)
        key = row.id
        arguments = session.scalars(select(Job.arguments).where(Job.kind == MAKE)).one()
        session.commit()
    sign_in(page, "coordinator")
    page.goto(f"/privacy/copies/{key}/?lang=ja")
    state, button = page.locator("main .state"), page.get_by_role("button", name="受け取る")
    expect(state).to_have_text("作成中")
    expect(button).to_have_count(0)
    maker(ERASURE_PARTS)(Work(site.database, site.settings, arguments, False, lambda _: None))
    expect(state).to_have_text("受取可能")
    with page.expect_download() as taken:
        button.click()
    assert taken.value.suggested_filename.endswith(".zip")
    expect(state).to_have_text("受取済み")
    expect(button).to_have_count(0)
