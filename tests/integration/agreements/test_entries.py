"""Anniversaries in the calendar: UIDs that never change, titles in every feed language."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.entries import ANNIVERSARIES
from exchange.agreements.models import Basis, DateClaim
from exchange.core.database import reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryQuery
from exchange.core.languages import FEED_LANGUAGES
from tests.servers.statements import count_statements

#: Published once, these stay for ever: subscribers' calendars hold them.
GOLDEN = [
    ("2027-01-11", "kaohsiung-affiliation-2027@exchange.kumamoto-city"),
    ("2027-02-16", "aix-en-provence-affiliation-2027@exchange.kumamoto-city"),
    ("2027-04-01", "ulsan-affiliation-2027@exchange.kumamoto-city"),
    ("2027-05-01", "suzhou-new-district-affiliation-2027@exchange.kumamoto-city"),
    ("2027-05-19", "heidelberg-affiliation-2027@exchange.kumamoto-city"),
    ("2027-05-29", "rome-ga-affiliation-2027@exchange.kumamoto-city"),
    ("2027-10-01", "guilin-affiliation-2027@exchange.kumamoto-city"),
    ("2027-12-28", "san-antonio-affiliation-2027@exchange.kumamoto-city"),
]

TITLES = {
    "ja": "桂林市 友好都市提携50周年",
    "en": "Guilin – 50th anniversary (Friendship City)",
    "zh-Hant": "桂林市 締結友好城市50週年",
    "zh-Hans": "桂林市 · 50周年",
    "ko": "Guilin · 50주년",
    "de": "Guilin · 50. Jahrestag",
    "fr": "Guilin · 50e anniversaire",
}

MONTH_TITLES = {
    "ja": "5月中（日は未確定）蘇州高新区 交流都市提携15周年",
    "en": "In May (day not confirmed): Suzhou New District – 15th anniversary (Exchange City)",
    "zh-Hant": "5月中（日期未確定）蘇州高新區 締結交流城市15週年",
    "zh-Hans": "5月中（日期未确定）苏州高新区 · 15周年",
    "ko": "5월 중(날짜 미확정) Suzhou New District · 15주년",
    "de": "Im Mai (Tag nicht bestätigt): Suzhou New District · 15. Jahrestag",
    "fr": "En mai (jour non confirmé) : Suzhou New District · 15e anniversaire",
}


def find(
    session: Session,
    *,
    first: date = date(2027, 1, 1),
    last: date = date(2027, 12, 31),
    language: str = "ja",
    audience: Audience = Audience.PUBLIC,
    partners: frozenset[str] = frozenset(),
    months_as_span: bool = False,
) -> list[CalendarEntry]:
    query = EntryQuery(
        first=first,
        last=last,
        language=language,
        audience=audience,
        partners=partners,
        months_as_span=months_as_span,
    )
    return list(ANNIVERSARIES.find(session, query))


def one(session: Session, slug: str, year: int, language: str = "ja") -> CalendarEntry:
    (found,) = find(
        session,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        language=language,
        partners=frozenset({slug}),
    )
    return found


def test_the_uids_of_the_eight_partners_are_golden(session: Session) -> None:
    found = [(str(entry.starts), entry.uid) for entry in find(session)]
    assert sorted(found) == GOLDEN


@pytest.mark.parametrize("language", FEED_LANGUAGES)
def test_a_title_in_each_feed_language(session: Session, language: str) -> None:
    assert one(session, "guilin", 2029, language=language).title == TITLES[language]


@pytest.mark.parametrize("language", FEED_LANGUAGES)
def test_a_day_that_no_source_gives_is_said_first(session: Session, language: str) -> None:
    entry = one(session, "suzhou-new-district", 2028, language=language)
    assert entry.title == MONTH_TITLES[language]
    assert (entry.month_only, entry.starts, entry.ends) == (
        True,
        date(2028, 5, 1),
        date(2028, 5, 1),
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "ja",
            "昭和54年(1979年)10月1日の「友好都市の提携」から数えます。"
            "出典：自治体国際化協会「姉妹自治体の事例紹介 熊本市と桂林市」",
        ),
        (
            "en",
            "Counted from 1 October 1979: Friendship City affiliation. "
            "Source: CLAIR: Kumamoto City and Guilin",
        ),
        (
            "zh-Hant",
            "自1979年10月1日「締結友好城市」起算。出處：日本自治體國際化協會：熊本市與桂林市",
        ),
        ("ko", ""),
    ],
)
def test_the_text_says_what_is_counted_and_who_says_so(
    session: Session, language: str, text: str
) -> None:
    assert one(session, "guilin", 2029, language=language).text == text


def test_an_entry_carries_what_calendars_ask(session: Session) -> None:
    entry = one(session, "guilin", 2029)
    assert (entry.kind, entry.audience, entry.partners, entry.path) == (
        EntryKind.ANNIVERSARY,
        Audience.PUBLIC,
        ("guilin",),
        "/partners/guilin/",
    )
    assert (entry.milestone, entry.month_only, entry.categories) == (True, False, ("周年",))
    assert one(session, "guilin", 2028).milestone is False
    assert one(session, "guilin", 2029, language="de").categories == ()


def test_the_takeover_is_for_staff_until_its_basis_is_public(session: Session) -> None:
    def takeover(audience: Audience) -> list[tuple[str, str]]:
        found = find(session, audience=audience, partners=frozenset({"rome-ga"}))
        return [(entry.uid, entry.audience) for entry in found if "takeover" in entry.uid]

    uid = "rome-ga-takeover-2027@exchange.kumamoto-city"
    assert takeover(Audience.PUBLIC) == []
    assert takeover(Audience.STAFF) == [(uid, Audience.STAFF)]
    session.scalars(select(Basis).where(Basis.slug == "rome-ga-takeover")).one().is_public = True
    assert takeover(Audience.PUBLIC) == [(uid, Audience.PUBLIC)]


def test_a_takeover_is_named_by_its_event(session: Session) -> None:
    found = find(session, audience=Audience.STAFF, partners=frozenset({"rome-ga"}), language="en")
    assert [entry.title for entry in found if "takeover" in entry.uid] == [
        "In June (day not confirmed): Rome, Georgia – 12th anniversary "
        "(Takeover of the relation by Kumamoto City)"
    ]


def test_the_window_takes_whole_days_at_both_ends(session: Session) -> None:
    day = date(2027, 5, 19)
    assert [entry.partners for entry in find(session, first=day, last=day)] == [("heidelberg",)]
    assert find(session, first=date(2027, 5, 20), last=date(2027, 5, 28)) == []


def test_a_month_may_be_drawn_as_a_span(session: Session) -> None:
    late = date(2027, 5, 31)
    found = find(session, first=late, last=late, months_as_span=True)
    assert [(entry.partners, entry.starts, entry.ends) for entry in found] == [
        (("suzhou-new-district",), date(2027, 5, 1), date(2027, 5, 31))
    ]
    assert find(session, first=late, last=late) == []


def adopt(session: Session, slug: str, text: str) -> None:
    """Give the adopted claim of an agreement another date."""
    key = reference_uuid("agreement", slug)
    claim = session.scalars(
        select(DateClaim).where(DateClaim.agreement_id == key, DateClaim.adopted)
    ).one()
    claim.date = PartialDate.parse(text)
    session.flush()


def test_a_finer_date_keeps_the_uid(session: Session) -> None:
    before = one(session, "ulsan", 2030)
    adopt(session, "ulsan-2010", "2010-04-26")
    after = one(session, "ulsan", 2030)
    assert (before.uid, before.month_only, after.uid, after.month_only) == (
        before.uid,
        True,
        before.uid,
        False,
    )
    assert after.starts == date(2030, 4, 26)


def test_a_date_known_to_the_year_stands_on_no_day(session: Session) -> None:
    adopt(session, "ulsan-2010", "2010")
    assert find(session, partners=frozenset({"ulsan"})) == []


def test_29_february_says_how_it_is_kept(session: Session) -> None:
    adopt(session, "guilin-1979", "1980-02-29")
    entry = one(session, "guilin", 2027)
    assert entry.starts == date(2027, 2, 28)
    assert entry.text.endswith("2月29日の周年は、うるう年でない年は2月28日とします。")


def test_an_agreement_without_an_adopted_date_has_no_entry(session: Session) -> None:
    key = reference_uuid("agreement", "guilin-1979")
    for claim in session.scalars(select(DateClaim).where(DateClaim.agreement_id == key)):
        claim.adopted = False
    session.flush()
    assert find(session, partners=frozenset({"guilin"})) == []


def test_twelve_years_cost_as_many_statements_as_one(session: Session) -> None:
    session.expunge_all()
    look = partial(find, session, first=date(2026, 1, 1), last=date(2037, 12, 31), language="ko")
    with count_statements() as statements:
        look()
    assert len(statements) == 3  # what they are made of, then the bases and their claims
    with count_statements() as statements:
        look()
    assert len(statements) == 1
