"""Cells of the grid, as people type them and as Excel copies them."""

from datetime import date, time

import pytest

from exchange.core.errors import DomainError
from exchange.itineraries.grid import Span, read_day, read_span, split_cities

VISIT = {"first": date(2027, 5, 17), "last": date(2027, 5, 22)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-17", date(2027, 5, 17)),
        ("R9.5.17", date(2027, 5, 17)),
        ("令和９年５月１７日（月）", date(2027, 5, 17)),
        ("5/17", date(2027, 5, 17)),
        ("5月18日(火)", date(2027, 5, 18)),
        ("5.18", date(2027, 5, 18)),
        ("3日目", date(2027, 5, 19)),
        ("第2日", date(2027, 5, 18)),
        ("Day 2", date(2027, 5, 18)),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: date) -> None:
    assert read_day(text, **VISIT) == day


def test_a_year_left_out_is_the_nearest_to_the_visit() -> None:
    winter = {"first": date(2026, 12, 28), "last": date(2027, 1, 4)}
    assert read_day("12/29", **winter) == date(2026, 12, 29)
    assert read_day("1/3", **winter) == date(2027, 1, 3)
    leap = {"first": date(2027, 12, 30), "last": date(2028, 1, 3)}
    assert read_day("2/29", **leap) == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["月曜", "2027-05", "2027", "13/40", "2027-02-30", "2/30"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        read_day(text, **VISIT)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("10:00", Span(time(10), None)),
        ("１０：３０", Span(time(10, 30), None)),
        ("10:00:00", Span(time(10), None)),
        ("9時", Span(time(9), None)),
        ("9時30分～11時", Span(time(9, 30), time(11))),
        ("10:00-11:30", Span(time(10), time(11, 30))),
        ("17:40→21:00", Span(time(17, 40), time(21))),
        ("10:00〜11:30", Span(time(10), time(11, 30))),
        ("10:00 から 11:30", Span(time(10), time(11, 30))),
        ("午後2時-午後3時", Span(time(14), time(15))),
        ("13:00～翌12:30", Span(time(13), time(12, 30), 1)),
        ("13:00-12:30(+1)", Span(time(13), time(12, 30), 1)),
        ("13:00-12:30 +1", Span(time(13), time(12, 30), 1)),
        ("00:30-前日13:00", Span(time(0, 30), time(13), -1)),
    ],
)
def test_a_time_is_read_from_to(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["25:00", "10:75", "朝", "10", "10:00-11:00-12:00", "-"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_span(text)
    assert refusal.value.sentence.params["text"] == text


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("", ("", "")),
        ("熊本", ("熊本", "")),
        ("台北→熊本", ("台北", "熊本")),
        ("福岡 → 台北 → 高雄", ("福岡", "高雄")),
        ("熊本→熊本", ("熊本", "")),
    ],
)
def test_a_journey_names_two_cities(text: str, cities: tuple[str, str]) -> None:
    assert split_cities(text) == cities
