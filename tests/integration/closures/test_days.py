"""Closed days of the real places, by name, and how sure they are."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from exchange.closures.queries import all_holidays, closed_days, closed_days_of, places
from exchange.closures.rules import known_through
from tests.servers.statements import count_statements


@pytest.mark.parametrize(
    ("place", "day", "names"),
    [
        ("kumamoto", date(2027, 1, 11), [("成人の日", False)]),
        ("kumamoto", date(2026, 12, 29), [("年末年始の閉庁日", False)]),
        ("kumamoto", date(2028, 1, 1), [("元日", True), ("年末年始の閉庁日", False)]),
        ("kumamoto", date(2027, 5, 19), []),
        ("guilin", date(2029, 10, 1), [("国慶節", True)]),
        ("guilin", date(2026, 10, 1), [("国慶節", False)]),
        ("suzhou-new-district", date(2026, 10, 1), [("国慶節", False)]),
        ("san-antonio", date(2026, 11, 26), [("感謝祭", False)]),
        ("rome-ga", date(2026, 12, 24), [("ワシントン誕生日（州の振替）", False)]),
        ("heidelberg", date(2027, 5, 27), [("聖体祭", False)]),
        ("ulsan", date(2027, 2, 7), [("ソルラル（旧正月）", True)]),
        ("aix-en-provence", date(2027, 7, 14), [("革命記念日", False)]),
        ("kaohsiung", date(2027, 1, 1), [("元日", True)]),
        ("kaohsiung", date(2026, 2, 17), [("春節", False)]),
        ("kaohsiung", date(2026, 10, 10), [("双十節（国慶日）", False)]),
    ],
)
def test_a_day_is_named_in_our_words_and_said_to_be_provisional_when_it_is(
    session: Session, place: str, day: date, names: list[tuple[str, bool]]
) -> None:
    found = closed_days(session, place, day, day)
    assert [(each.name["ja"], each.provisional) for each in found] == names


def test_the_last_working_day_is_a_caution_and_not_a_closed_day(session: Session) -> None:
    (found,) = closed_days(session, "kumamoto", date(2027, 12, 28), date(2027, 12, 28))
    assert (found.name["ja"], found.caution, found.provisional) == ("仕事納め", True, False)


def test_every_place_has_closed_days_in_every_year_to_the_end(session: Session) -> None:
    known = [place.slug for place in places(session)]
    assert len(known) == 9
    through = known_through(all_holidays(session))
    assert through is not None
    assert through.year == 2042
    for year in range(2024, 2043):
        first, last = date(year, 1, 1), date(year, 12, 31)
        for place, days in closed_days_of(session, known, first, last).items():
            closed = {day.day for day in days if not day.caution}
            assert len(closed) >= 10, (place, year)


def test_all_places_are_asked_in_one_statement(session: Session) -> None:
    with count_statements() as statements:
        closed_days_of(session, ["kumamoto", "guilin"], date(2027, 1, 1), date(2027, 12, 31))
    assert len(statements) == 1


def test_names_are_given_in_the_three_languages(session: Session) -> None:
    for holiday in all_holidays(session):
        assert set(holiday.names) == {"ja", "en", "zh-Hant"}
        days = [date.fromisoformat(day) for day in holiday.days]
        assert days == sorted(set(days))
        assert days[-1] - days[0] < timedelta(days=19 * 366)
