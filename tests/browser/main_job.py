"""The steps of the main job, as people take them through the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from tests.servers.application import PASSWORD

DOMAIN = "demo.example"


@dataclass(frozen=True)
class TypedPupil:
    """A pupil as a school types one in; the birth date in any way people write it."""

    family: str
    given: str
    kana: tuple[str, str]
    birth_date: str


def sign_in(page: Page, account: str) -> None:
    page.goto("/accounts/sign-in?lang=ja")
    fill(page, {"email": f"{account}@{DOMAIN}", "password": PASSWORD})
    submit(page)
    expect(page).not_to_have_url("**/accounts/sign-in")


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Fill fields by name, choosing where there is something to choose from."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        elif field.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        else:
            field.fill(value)


def go(page: Page, control: Locator) -> None:
    """Press what leads to another page and wait for it; else the old one may still be read."""
    with page.expect_navigation():
        control.click()


def submit(page: Page) -> None:
    go(page, page.locator("main form[method=post] button[type=submit]").last)


def press(page: Page, words: str) -> None:
    go(page, page.get_by_role("button", name=words, exact=True).first)


def follow(page: Page, words: str) -> None:
    go(page, page.get_by_role("link", name=words, exact=True).first)


def create_visit(page: Page, title: str, starts: date, ends: date) -> str:
    """Create a visit to Heidelberg and return its address."""
    page.goto("/delegations/new")
    fill(
        page,
        {
            "direction": "out",
            "title": title,
            "partner": "heidelberg",
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "level": "mayor",
            "purpose": "友好都市締結の記念",
        },
    )
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def add_member(page: Page, visit: str, family: str, role: str) -> None:
    page.goto(f"{visit}members/new")
    fill(page, {"family_name": family, "given_name": "試", "role": role, "title": "職名"})
    submit(page)
    expect(page.locator("#members")).to_contain_text(family)


def member_names(page: Page) -> list[str]:
    return page.locator("#members th[scope=row] a").all_inner_texts()


def add_item(page: Page, visit: str, fields: Mapping[str, str]) -> None:
    page.goto(f"{visit}items/new")
    fill(page, fields)
    submit(page)


def read_calendar(page: Page, address: str) -> list[Any]:
    """Download a calendar with the page's cookies and parse it back."""
    answer = page.request.get(address)
    assert answer.status == 200
    return list(Calendar.from_ical(answer.body()).walk("VEVENT"))


def create_edition(page: Page, programme: str, title: str, day: date) -> str:
    """Create a programme and an edition of one day, which is also its window; announce it."""
    page.goto("/youth/programmes/new")
    fill(
        page,
        {
            "name_ja": programme,
            "section": "国際課",
            "organiser": "city",
            "pattern": "send_only",
            "counts": "yes",
            "counts_reason": "市が主催する",
        },
    )
    page.locator("main [name=partner_id]").select_option(label="ハイデルベルク市")
    submit(page)
    go(page, page.locator("main .page-head a").first)
    days = dict.fromkeys(("starts", "ends", "opens_on", "closes_on"), day.isoformat())
    fill(page, {"title_ja": title, "direction": "send", **days, "quota": "4", "school_quota": "4"})
    submit(page)
    edition = page.url
    go(page, page.locator("main .page-head button").first)
    expect(page.locator("main .page-head")).to_contain_text("受付中")
    return edition


def register(page: Page, title: str, pupil: TypedPupil) -> str:
    """Register a pupil at the school desk and return the registration's address."""
    page.goto("/school/")
    go(page, edition_row(page, title).locator("a.button").first)
    fill(
        page,
        {
            "family_name": pupil.family,
            "given_name": pupil.given,
            "family_kana": pupil.kana[0],
            "given_kana": pupil.kana[1],
            "birth_date": pupil.birth_date,
            "grade": "2",
            "guardian_name": f"{pupil.family} 保護者",
            "guardian_relationship": "mother",
            "principal_confirmed_on": "2026-11-20",
            "purpose_explained": "y",
        },
    )
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{pupil.family} {pupil.given}")
    return page.url


def edition_row(page: Page, title: str) -> Locator:
    return page.locator("main tr", has_text=title).first


def decide(page: Page, edition: str, names: list[str], state: str) -> None:
    """Tick pupils on the edition's page and press one decision."""
    page.goto(edition)
    for name in names:
        page.get_by_role("checkbox", name=name).check()
    go(page, page.locator(f"main button[name=decision][value={state}]"))
    for name in names:
        expect(page.locator("main tr", has_text=name).first).to_be_visible()


def tick_consents(page: Page, edition: str, names: list[str]) -> None:
    """Tick on one screen that the guardians' papers and the pupils' own came in."""
    page.goto(f"{edition}consent")
    for name in names:
        row = page.locator("main tr", has_text=name).first
        for giver in ("保護者・参加", "本人・参加"):
            row.get_by_role("checkbox", name=giver, exact=False).check()
    go(page, page.get_by_role("button", name="一覧を保存する"))
    expect(page.locator("#messages")).to_contain_text(f"{len(names)}名分の回答を記録しました")


def close_edition(page: Page, edition: str) -> None:
    page.goto(f"{edition}close")
    submit(page)
    expect(page.locator("main .page-head")).to_contain_text("終了")


def figures(page: Page) -> Mapping[str, Any]:
    """Return the public reading as its file gives it."""
    answer = page.request.get("/indicators/youth-participation.json")
    assert answer.status == 200
    found: Mapping[str, Any] = answer.json()
    return found


def shown_readings(page: Page) -> list[str]:
    """Return the three figures of the page, in their order."""
    page.goto("/indicators/youth-participation/")
    return page.locator("main .panel .figure").all_inner_texts()


def sign_out(page: Page) -> None:
    go(page, page.locator("header .account button"))
    expect(page.locator("header .account a")).to_be_visible()
