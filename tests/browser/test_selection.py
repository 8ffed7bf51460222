"""Who goes: lots drawn in the open, a seat passed on, a tie decided by a person."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from exchange.cli import main
from exchange.core import clock
from exchange.core.database import unit_of_work
from exchange.core.links import signed_token
from exchange.core.permissions import system_actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Programme, Registration, School
from exchange.youth.services import register_pupil
from tests.browser import main_job as job
from tests.factories.consents import make_consent_request
from tests.factories.youth import make_entry
from tests.servers.site import Site

Opened = Callable[..., Page]
PHONE: Final = {"width": 390, "height": 844}
#: After the window of the editions made here.
CLOSED: Final = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def back_to_today(site: Site) -> Iterator[None]:
    """Let the next story begin on the site's own day."""
    yield
    clock.fix(site.settings.fixed_now)


@pytest.fixture
def another(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Opened]:
    """Open further browsers: of a school, of the public, of somebody with a telephone."""
    contexts = []

    def opened(**changes: object) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **changes}))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def announce(page: Page, site: Site, title: str, selection: str) -> str:
    """Create and announce an edition of one seat, open from today for three days."""
    with unit_of_work(site.database) as session:
        programme = session.scalars(select(Programme.id).order_by(Programme.id)).first()
    page.goto(f"/youth/programmes/{programme}/editions/new")
    job.fill(
        page,
        {
            **{"title_ja": title, "direction": "send", "quota": "1", "selection": selection},
            **{"starts": "2026-12-20", "ends": "2026-12-22"},
            **{"opens_on": "2026-11-25", "closes_on": "2026-11-27"},
        },
    )
    job.submit(page)
    edition = page.url
    job.go(page, page.locator("main .page-head button").first)
    expect(page.locator("main .page-head")).to_contain_text("受付中")
    return edition


def fact(page: Page, name: str) -> str:
    """Return what stands beside a name in a list of facts."""
    return page.locator("main dt", has_text=name).first.locator("+ dd").inner_text().strip()


def ensure_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_lots_are_drawn_in_the_open(  # long: one story
    page: Page, another: Opened, site: Site, tmp_path: Path
) -> None:
    # The division announces the edition and publishes the seed before anybody applies.
    job.sign_in(page, "coordinator")
    edition = announce(page, site, "抽選の派遣", "lottery")
    page.goto(f"{edition}lottery/")
    job.fill(page, {"seed": "熊本 2026"})
    job.press(page, "種を公開する")
    expect(page.locator("#messages")).to_contain_text("種を公開しました")

    # A school registers two, and sees the number of each at once.
    school = another()
    job.sign_in(school, "school-a")
    numbers = set()
    for given in ("一", "二"):
        pupil = job.TypedPupil("抽選", given, ("ちゅうせん", "はじめ"), "2012-05-03")
        job.register(school, "抽選の派遣", pupil)
        numbers.add(fact(school, "くじ番号"))
    assert len(numbers) == 2

    # After the window the list is closed and its fingerprint is public before the draw.
    clock.fix(CLOSED)
    page.goto(f"{edition}lottery/")
    job.press(page, "一覧を確定して指紋を公開する")
    public = another(viewport=PHONE)
    public.goto(f"{edition}lottery/")
    digest = fact(public, "一覧の指紋")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    job.press(page, "抽選する")

    # Anybody sees the outcome by number, and the command confirms it from the file alone.
    public.reload()
    expect(public.get_by_role("heading", name="当選した番号")).to_be_visible()
    shown = public.locator("section[aria-labelledby=winners]").inner_text()
    assert numbers == set(re.findall(r"\d{5}", shown))
    assert "抽選 一" not in public.content()
    ensure_fits(public)
    file = tmp_path / "lottery.json"
    with public.expect_download() as download:
        public.get_by_role("link", name="確かめるためのファイル").click()
    download.value.save_as(file)
    assert main(["lottery", "--verify", str(file), "--digest", digest]) == 0
    tampered = json.loads(file.read_text("utf-8"))
    tampered["winners"], tampered["waiting"] = tampered["waiting"], tampered["winners"]
    file.write_text(json.dumps(tampered), "utf-8")
    assert main(["lottery", "--verify", str(file), "--digest", digest]) == 1


def test_an_offered_seat_is_taken_by_the_guardians_link(
    page: Page, another: Opened, site: Site
) -> None:
    with unit_of_work(site.database) as session:
        offered = session.scalars(
            select(Registration)
            .where(Registration.state == RegistrationState.OFFERED)
            .options(joinedload(Registration.pupil))
        ).one()
        born, edition = offered.pupil.birth_date, offered.edition_id
        asked = make_consent_request(
            session, offered, deadline=date(2026, 12, 10), asked_on=date(2026, 11, 25)
        )
        link = f"/consent/{signed_token(asked.link, site.settings.secret_key or '')}"
    phone = another(viewport=PHONE)
    phone.goto(f"{link}/offer")  # the birth date is asked first
    job.fill(phone, {"birth_date": born.isoformat()})
    job.submit(phone)
    ensure_fits(phone)
    job.submit(phone)
    expect(phone.locator("#messages")).to_contain_text("席が決まりました")

    # The minutes tell what happened on the list, and why.
    job.sign_in(page, "coordinator")
    page.goto(f"/youth/editions/{edition}/waiting/")
    minutes = page.locator("main .timeline")
    for said in ("1校あたりの定員", "日程が合わないため", "承諾"):
        expect(minutes).to_contain_text(said)


def test_a_tie_is_shown_and_decided_by_a_person(  # long: one story
    page: Page, another: Opened, site: Site
) -> None:
    job.sign_in(page, "coordinator")
    edition = announce(page, site, "選考の派遣", "screening")
    key = edition.rstrip("/").rpartition("/")[2]
    with unit_of_work(site.database) as session:
        school = session.scalars(select(School).where(School.slug == "school-a")).one()
        first, second = (
            register_pupil(
                session,
                actor=system_actor("tests"),
                edition_id=UUID(key),
                entry=make_entry(),
                school_id=school.id,
            ).blind_number
            for _ in range(2)
        )

    # The officer fixes the criteria, scores, and makes a link for somebody outside.
    page.goto(f"{edition}screening/")
    job.fill(page, {"criteria": "作文 10\n面接 10"})
    job.press(page, "採点の項目を決める")
    job.fill(page, {"scores": f"{first} 8 6\n{second} 5 9"})
    job.press(page, "採点を保存する")
    job.fill(page, {"name": "見本 採点", "last_day": "2026-12-05"})
    job.press(page, "リンクを作る")
    link = page.locator("#address").input_value()

    # On a telephone: numbers and criteria, in Japanese and in English, and no name.
    phone = another(viewport=PHONE)
    phone.goto(f"{link}?lang=en")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Score sheet")
    phone.goto(f"{link}?lang=ja")
    assert "見本 花子" not in phone.content()
    assert "見本第一中学校" not in phone.content()
    ensure_fits(phone)
    given = {f"points_{first}_1": "5", f"points_{first}_2": "5"}
    job.fill(phone, {**given, f"points_{second}_1": "7", f"points_{second}_2": "3"})
    job.submit(phone)
    expect(phone.locator("#messages")).to_contain_text("2名分の採点を保存しました")

    # Both have the same mean: the page says so and waits for a person, after the window.
    page.goto(f"{edition}screening/")
    standing = page.locator("main table").first
    expect(standing).to_contain_text("同点")
    expect(page.locator("main")).to_contain_text("より後に決定できます")
    clock.fix(CLOSED)
    page.reload()
    job.press(page, "得点順に決定する")
    expect(page.get_by_role("alert")).to_contain_text(str(first))
    job.fill(page, {"order": f"{second} {first}"})
    job.press(page, "得点順に決定する")
    expect(page.locator("#messages")).to_contain_text("1名を選考通過としました")
