"""Milestones of the real agreements, the years they pile up in, and the page that lists them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.agreements.queries import bases
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.milestones import (
    Milestone,
    Span,
    Year,
    YearBasis,
    milestones,
    year_of,
    years,
)
from exchange.celebrations.queries import all_celebrations
from exchange.celebrations.services.states import advance_celebration, cancel_celebration
from exchange.core import clock
from exchange.core.permissions import Role
from tests.factories.celebrations import ACTOR, GUILIN, HEIDELBERG, make_celebration, plan
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

STRATEGY = Span(first=2024, last=2031)

#: features.md 3.10, computed from the seeds' months, with both takeovers of Rome.
TABLE = {
    2024: ["guilin-affiliation 45 2024-10-01", "rome-ga-takeover 15 2025-03-23 (disputed)"],
    2025: [
        "ulsan-affiliation 15 2025-04",
        "rome-ga-affiliation 30 2025-05-29",
        "rome-ga-takeover 10 2025-06",
    ],
    2026: ["kaohsiung-affiliation 10 2027-01-11"],
    2027: [
        "heidelberg-affiliation 35 2027-05-19",
        "san-antonio-affiliation 40 2027-12-28",
        "aix-en-provence-affiliation 15 2028-02-16",
    ],
    2028: ["suzhou-new-district-affiliation 15 2028-05"],
    2029: ["guilin-affiliation 50 2029-10-01", "rome-ga-takeover 20 2030-03-23 (disputed)"],
    2030: [
        "ulsan-affiliation 20 2030-04",
        "rome-ga-affiliation 35 2030-05-29",
        "rome-ga-takeover 15 2030-06",
    ],
    2031: ["kaohsiung-affiliation 15 2032-01-11"],
}


def said(milestone: Milestone) -> str:
    found = milestone.anniversary
    mark = " (disputed)" if milestone.disputed else ""
    return f"{milestone.basis.slug} {found.ordinal} {found.date}{mark}"


def by_year(found: list[Year]) -> dict[int, list[str]]:
    return {year.start: [said(milestone) for milestone in year.milestones] for year in found}


def listed(session: Session, span: Span, *, staff: bool = True) -> list[Year]:
    found = milestones(bases(session, public_only=not staff), span, staff=staff)
    celebrations = all_celebrations(session, published_only=not staff)
    return years(found, celebrations, span, review=2027, last=2031)


def test_the_strategy_s_milestones_are_those_of_the_table(session: Session) -> None:
    assert by_year(listed(session, STRATEGY)) == TABLE


def test_the_public_sees_one_basis_of_rome_and_nothing_disputed(session: Session) -> None:
    public = by_year(listed(session, STRATEGY, staff=False))
    assert public == {
        year: [each for each in found if "takeover" not in each] for year, found in TABLE.items()
    }


def test_by_calendar_years_aix_is_2028_and_kaohsiung_2027(session: Session) -> None:
    span = Span(first=2027, last=2028, basis=YearBasis.CALENDAR)
    assert by_year(listed(session, span)) == {
        2027: [
            "kaohsiung-affiliation 10 2027-01-11",
            "heidelberg-affiliation 35 2027-05-19",
            "san-antonio-affiliation 40 2027-12-28",
        ],
        2028: [
            "aix-en-provence-affiliation 15 2028-02-16",
            "suzhou-new-district-affiliation 15 2028-05",
        ],
    }


def test_fy2027_piles_up_with_the_review(session: Session) -> None:
    loads = {year.start: (year.load, year.piles_up) for year in listed(session, STRATEGY)}
    assert loads[2027] == (4, True)
    assert loads[2026] == (1, False)
    assert loads[2029] == (1, False)
    last = [(year.start, year.review) for year in listed(session, STRATEGY) if year.last]
    assert last == [(2031, False)]


def test_a_celebration_counts_in_its_own_year_too(session: Session) -> None:
    at_home = make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
    moved = make_celebration(session, GUILIN, plan("2030-04-10", "2030-04-12"))
    make_celebration(session, GUILIN, plan("", "", fixed=False))
    found = {year.start: year for year in listed(session, STRATEGY)}
    assert (found[2027].celebrations, found[2027].load) == ([at_home], 4)
    assert found[2029].load == 1
    assert (found[2030].celebrations, found[2030].load) == ([moved], 4)
    calendar = Span(first=2030, last=2030, basis=YearBasis.CALENDAR)
    assert listed(session, calendar)[0].celebrations == [moved]


def test_a_cancelled_celebration_is_no_load(session: Session) -> None:
    moved = make_celebration(session, GUILIN, plan("2030-04-10", "2030-04-12"))
    cancel_celebration(session, actor=ACTOR, key=moved.id, version=1, reason="先方の都合")
    found = {year.start: year for year in listed(session, STRATEGY)}
    assert (found[2030].celebrations, found[2030].load) == ([], 3)


def test_a_bare_year_belongs_to_no_fiscal_year(session: Session) -> None:
    (basis,) = [
        each for each in bases(session, public_only=True) if each.slug == "guilin-affiliation"
    ]
    for claim in basis.agreement.claims:
        claim.adopted = str(claim.date) == "1979" and claim.locator == "L629"
    (found,) = milestones(
        [basis], Span(first=2029, last=2029, basis=YearBasis.CALENDAR), staff=False
    )
    assert year_of(found.anniversary, YearBasis.FISCAL) is None
    assert milestones([basis], Span(first=2028, last=2030), staff=False) == []
    session.rollback()


def on(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["35周年", "成人の日", "国慶節", "仕事納め", "暫定", "4件が重なる", "令和9年度"]),
        (
            "en",
            [
                "35th anniversary",
                "Coming of Age Day",
                "National Day",
                "FY2027",
                "4 occasions at once",
            ],
        ),
        ("zh-Hant", ["35週年", "成人之日", "國慶節", "4件重疊"]),
    ],
)
def test_everyone_reads_the_list_in_their_language(
    client: Visitor, language: str, words: list[str]
) -> None:
    with clock.held(on("2026-11-22")):
        page = client.get(f"/celebrations/?lang={language}").text
    for word in words:
        assert word in page
    assert "2010" not in page


def test_the_public_list_holds_no_staff_basis_and_no_draft(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21", title="内輪の式典"))
    with clock.held(on("2026-11-22")):
        public = client.get("/celebrations/?lang=ja").text
        staff = client_as(Role.VIEWER).get("/celebrations/?lang=ja").text
    assert "内輪の式典" not in public
    assert "承継" not in public
    assert "内輪の式典" in staff
    assert "承継" in staff


def test_the_list_goes_by_calendar_years_and_over_the_strategy(client: Visitor) -> None:
    with clock.held(on("2026-11-22")):
        calendar = client.get("/celebrations/?lang=en&by=calendar").text
        strategy = client.get("/celebrations/?lang=en&span=strategy").text
        both = client.get("/celebrations/?lang=en&span=strategy&by=calendar").text
    assert "FY2027" not in calendar.split("Milestones one by one")[0]
    assert "FY2024" in strategy
    assert "FY2032" not in strategy
    assert ">2032<" in both
    assert ">2033<" not in both


def test_the_page_asks_as_few_statements_with_many_celebrations_as_with_none(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/celebrations/")
    with count_statements() as few:
        visitor.get("/celebrations/")
    made = make_celebration(session)
    make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
    advance_celebration(
        session, actor=ACTOR, key=made.id, version=1, target=CelebrationState.PLANNED
    )
    with count_statements() as more:
        assert visitor.get("/celebrations/").status_code == 200
    assert len(more) <= len(few) + 2
    assert len(more) <= 12


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 200, []),
        (
            "?partner=guilin&starts=2029-09-28&ends=2029-10-05",
            200,
            ["国慶節", "暫定", "土日", "令和11年(2029年)10月4日(木)"],
        ),
        ("?partner=kaohsiung&starts=2027-01-11&ends=2027-01-11", 200, ["成人の日"]),
        (
            "?partner=heidelberg&starts=2027-05-18&ends=2027-05-20",
            200,
            ["双方に休日も配慮日もありません"],
        ),
        ("?partner=guilin&starts=2029-10-05&ends=2029-10-01", 422, ["始まりの日以降"]),
        ("?partner=guilin&starts=2029-01-01&ends=2029-12-31", 422, ["92日まで"]),
        ("?partner=guilin&starts=2043-01-01&ends=2043-01-02", 422, ["休日のデータがありません"]),
        ("?partner=guilin&starts=x&ends=2029-12-31", 422, []),
        ("?partner=atlantis&starts=2029-01-01&ends=2029-01-02", 422, []),
    ],
)
def test_a_window_is_held_against_the_closed_days_of_both_sides(
    client_as: Callable[..., Visitor], query: str, status: int, words: list[str]
) -> None:
    visitor = client_as(Role.VIEWER)
    visitor.get("/celebrations/?lang=ja")
    answer = visitor.get(f"/celebrations/check{query}")
    assert answer.status_code == status
    for word in words:
        assert word in answer.text


def test_a_milestone_is_named_for_addresses(session: Session) -> None:
    (found,) = [
        each
        for each in milestones(bases(session, public_only=True), STRATEGY, staff=False)
        if each.anniversary.date.earliest == date(2029, 10, 1)
    ]
    assert (found.basis.slug, found.anniversary.ordinal, found.partner.slug) == (
        "guilin-affiliation",
        50,
        "guilin",
    )
    assert found.anniversary.great
