"""A guardian at a phone: link, birth date, purposes apart, withdrawal, health and passport."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from exchange.core import clock
from exchange.core.database import unit_of_work
from exchange.core.links import signed_token
from exchange.core.permissions import system_actor
from exchange.outbox.models import Mail
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Pupil, Registration
from exchange.youth.services import select_pupils
from exchange.youth.services.consent_links import keep_asked
from tests.browser import main_job as job
from tests.servers.site import Site

PHONE: Final = {"width": 390, "height": 844}
MAIL: Final = "guardian@example.jp"
_AXE: Final = Axe()

Asked = Registration


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """The guardian's phone."""
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE})
    yield context.new_page()
    context.close()


@pytest.fixture
def asked(site: Site) -> Registration:
    """A registration of school A whose guardian has an address."""
    with unit_of_work(site.database) as session:
        row = session.scalars(
            select(Registration)
            .join(Pupil, Pupil.id == Registration.pupil_id)
            .where(Registration.state == RegistrationState.SUBMITTED)
            .order_by(Registration.created_at)
        ).first()
        assert row is not None
        row.guardian_mail = MAIL
        session.flush()
        session.refresh(row, ["pupil"])
        session.expunge_all()
        return row


def mailed_link(site: Site) -> str:
    with unit_of_work(site.database) as session:
        body = session.scalars(select(Mail.body).where(Mail.recipient == MAIL)).one() or ""
    [link] = [line for line in body.splitlines() if "/consent/" in line]
    return link


def choose(page: Page, **answers: str) -> None:
    for name, answer in answers.items():
        page.locator(f"main [name={name}][value={answer}]").check()


def lapse(page: Page, site: Site) -> None:
    """Let the half hour pass for which the birth date opens the page: the cookie alone knows it."""
    signing = Flask("phone")
    signing.secret_key = site.settings.secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(signing)
    assert serializer is not None
    [cookie] = [each for each in page.context.cookies() if each["name"] == "exchange"]
    held = serializer.loads(cookie["value"])
    held["consent"] = {link: at - 30 * 60 for link, at in held["consent"].items()}
    page.context.add_cookies(
        [{"name": "exchange", "url": site.url, "value": serializer.dumps(held)}]
    )


def ensure_good_on_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert _AXE.run(page).response["violations"] == []


def test_by_phone(page: Page, phone: Page, site: Site, asked: Asked) -> None:  # long: one story
    # The school asks by mail.
    job.sign_in(page, "school-a")
    page.goto(f"/school/editions/{asked.edition_id}/consent")
    job.go(page, page.get_by_role("button", name="メールで依頼する"))
    job.go(page, page.get_by_role("button", name="1名に送る"))
    expect(page.locator("#messages")).to_contain_text("1名の保護者にメールを送ります")

    # Nothing is shown before the birth date; a wrong one is counted.
    link = mailed_link(site)
    answer = phone.goto(f"{link}?lang=ja")
    assert answer is not None
    assert answer.headers["referrer-policy"] == "no-referrer"
    name = asked.pupil.name.written
    assert name not in phone.content()
    ensure_good_on_a_phone(phone)
    job.fill(phone, {"birth_date": "2001-01-01"})
    job.submit(phone)
    expect(phone.locator("main")).to_contain_text("あと4回")
    job.fill(phone, {"birth_date": asked.pupil.birth_date.isoformat()})
    job.submit(phone)
    expect(phone.locator("main")).to_contain_text(name)

    # やさしい日本語; every purpose apart, photographs no by default, the partner abroad named.
    job.go(phone, phone.get_by_role("link", name="やさしい日本語"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("おうちの 人への お願（ねが）い")
    expect(phone.locator("main")).to_contain_text("ドイツの ハイデルベルク市")
    expect(phone.locator("main [name=photo][value=no]")).to_be_checked()
    ensure_good_on_a_phone(phone)
    job.submit(phone)
    expect(phone.get_by_role("alert")).to_be_visible()
    ensure_good_on_a_phone(phone)
    choose(phone, join="yes", health="yes", transfer="yes", pupil="yes")
    job.fill(phone, {"relation": "mother", "signer": "見本 母"})
    job.submit(phone)
    expect(phone.locator("#messages")).to_contain_text("ありがとうございました")

    # One consent is withdrawn, after its consequence was read.
    job.follow(phone, "日本語")
    job.go(phone, phone.get_by_role("link", name="「相手都市への提供」の同意を取り消す"))
    expect(phone.locator("main")).to_contain_text("相手都市に情報を渡しません")
    ensure_good_on_a_phone(phone)
    job.submit(phone)
    expect(phone.locator("#answers ~ ul li", has_text="相手都市")).to_contain_text("取消し")

    # After selection health and passport are asked on the same page.
    with unit_of_work(site.database) as session:
        select_pupils(
            session,
            actor=system_actor("tests"),
            edition_id=asked.edition_id,
            keys=[asked.id],
        )
    phone.goto(link)
    job.go(phone, phone.get_by_role("link", name="記入する"))
    ensure_good_on_a_phone(phone)
    job.fill(
        phone,
        {
            "allergies": "そば",
            "emergency": "母 090-0000-0000",
            "holder": "MIHON TARO",
            "number": "TK0000000",
            "expires": "2031-01-09",
            "gender": "undisclosed",
        },
    )
    job.submit(phone)
    expect(phone.locator("main")).to_contain_text("記入済です")
    assert "そば" not in phone.content()

    # The school sees that it is complete; only named roles read it.
    page.goto(f"/school/registrations/{asked.id}/")
    expect(page.locator("main")).to_contain_text("記入済 ✓")
    assert page.request.get(f"/youth/registrations/{asked.id}/follow-up").status == 403


def test_the_report_by_phone(phone: Page, site: Site) -> None:
    """After the journey the guardian hands in words by the link; publishing is no by default."""
    with unit_of_work(site.database) as session:
        row = session.scalars(
            select(Registration).where(Registration.state == RegistrationState.COMPLETED)
        ).first()
        assert row is not None
        request = keep_asked(session, row, None, clock.today())
        born = session.get_one(Pupil, row.pupil_id).birth_date
        token = signed_token(request.link, site.settings.secret_key or "")
    phone.goto(f"/consent/{token}?lang=ja-easy")
    job.fill(phone, {"birth_date": born.isoformat()})
    job.submit(phone)
    job.go(phone, phone.locator("#report ~ p a"))
    expect(phone.locator("main [name=may_publish][value=no]")).to_be_checked()
    ensure_good_on_a_phone(phone)
    job.submit(phone)
    expect(phone.get_by_role("alert").first).to_contain_text("ファイルを")
    job.fill(phone, {"text": "城で合唱しました。"})
    job.submit(phone)
    expect(phone.locator("#messages")).to_contain_text("ありがとうございました")
    expect(phone.locator("main")).to_contain_text("出（だ）しました")
    ensure_good_on_a_phone(phone)

    # Sent after its half hour: the birth date again, and what was typed is handed back.
    choose(phone, may_publish="yes")
    lapse(phone, site)
    job.submit(phone)
    expect(phone.locator("#messages")).to_be_visible()
    job.fill(phone, {"birth_date": born.isoformat()})
    job.submit(phone)
    expect(phone).to_have_url(f"{site.url}/consent/{token}/kept")
    ensure_good_on_a_phone(phone)
    job.submit(phone)
    expect(phone.locator("main [name=may_publish][value=yes]")).to_be_checked()
