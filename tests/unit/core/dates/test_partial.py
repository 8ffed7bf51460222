from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.dates import PartialDate, Precision, anniversary

day_dates = st.dates().map(PartialDate.of)
month_dates = st.dates().map(lambda day: PartialDate(day.year, day.month))
year_dates = st.dates().map(lambda day: PartialDate(day.year))
partial_dates = st.one_of(day_dates, month_dates, year_dates)


def partial(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2012", Precision.YEAR, date(2012, 1, 1), date(2012, 12, 31)),
        ("1995-05", Precision.MONTH, date(1995, 5, 1), date(1995, 5, 31)),
        ("2012-02", Precision.MONTH, date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-02", Precision.MONTH, date(2013, 2, 1), date(2013, 2, 28)),
        ("2012-05-03", Precision.DAY, date(2012, 5, 3), date(2012, 5, 3)),
        ("0987", Precision.YEAR, date(987, 1, 1), date(987, 12, 31)),
    ],
)
def test_partial_date_keeps_its_precision(
    text: str, precision: Precision, earliest: date, latest: date
) -> None:
    value = partial(text)
    assert (str(value), value.precision, value.earliest, value.latest) == (
        text,
        precision,
        earliest,
        latest,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "95",
        "1995-5",
        "199505",
        "1995/05",
        "1995-13",
        "1995-00",
        "1995-05-00",
        "2013-02-29",
        "0000",
        "1995-05-01T00:00",
        " 1995",
        "1995\n",
        "１９９５",
    ],
)
def test_partial_date_refuses_what_is_no_iso_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|ISO|month|day"):
        partial(text)


def test_partial_date_refuses_a_day_without_its_month() -> None:
    with pytest.raises(ValueError, match="a day needs its month"):
        PartialDate(2012, None, 3)


def test_partial_date_of_a_full_day_turns_back_into_it() -> None:
    assert PartialDate.of(date(2012, 5, 3)).to_date() == date(2012, 5, 3)


@pytest.mark.parametrize("text", ["1995", "1995-05"])
def test_partial_date_without_a_day_gives_none_away(text: str) -> None:
    with pytest.raises(ValueError, match="has no day"):
        partial(text).to_date()


@pytest.mark.parametrize(
    ("one", "other", "contains", "refines", "conflicts"),
    [
        ("1995", "1995-05", True, False, False),
        ("1995-05", "1995", False, True, False),
        ("1995-05", "1995-05-29", True, False, False),
        ("1995-05-29", "1995-05", False, True, False),
        ("1995-05-29", "1995", False, True, False),
        ("1995-05", "1995-05", True, False, False),
        ("1995-05", "1995-06", False, False, True),
        ("2015-06", "2010-03-23", False, False, True),
        ("1995-05-29", "1995-05-30", False, False, True),
        ("1995", "1996", False, False, True),
    ],
)
def test_partial_dates_contain_refine_or_conflict(
    one: str, other: str, contains: bool, refines: bool, conflicts: bool
) -> None:
    a, b = partial(one), partial(other)
    assert (a.contains(b), a.refines(b), a.conflicts_with(b)) == (contains, refines, conflicts)


def test_month_contains_its_calendar_days_only() -> None:
    month = partial("1995-05")
    days = [date(1995, 4, 30), date(1995, 5, 1), date(1995, 5, 31), date(1995, 6, 1)]
    assert [month.contains(day) for day in days] == [False, True, True, False]


def test_partial_dates_sort_by_earliest_day_the_coarser_first() -> None:
    texts = ["1995-05-02", "1996", "1995-05-01", "1995-05", "1995", "1995-01-01", "1995-01"]
    assert [str(value) for value in sorted(map(partial, texts))] == [
        "1995",
        "1995-01",
        "1995-01-01",
        "1995-05",
        "1995-05-01",
        "1995-05-02",
        "1996",
    ]


def test_partial_date_does_not_compare_with_a_plain_date() -> None:
    with pytest.raises(TypeError):
        assert partial("1995") < date(1996, 1, 1)


@pytest.mark.parametrize(
    ("base", "year", "expected"),
    [
        ("1992-05-19", 2027, "2027-05-19"),
        ("1995-05", 2025, "2025-05"),
        ("1995", 2025, "2025"),
        ("2012-02-29", 2016, "2016-02-29"),
        ("2012-02-29", 2017, "2017-02-28"),
        ("2012-02-28", 2016, "2016-02-28"),
        ("2012-02", 2017, "2017-02"),
        ("2012-01-31", 2017, "2017-01-31"),
    ],
)
def test_anniversary_is_as_precise_as_its_base(base: str, year: int, expected: str) -> None:
    assert anniversary(partial(base), year) == partial(expected)


@given(partial_dates)
def test_text_of_a_partial_date_reads_back_as_the_same(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value


@given(partial_dates, partial_dates)
def test_order_is_that_of_earliest_day_then_precision(a: PartialDate, b: PartialDate) -> None:
    rank = list(Precision)
    by_rule = (a.earliest, rank.index(a.precision)) < (b.earliest, rank.index(b.precision))
    assert (a < b, str(a) < str(b)) == (by_rule, by_rule)


@given(partial_dates, partial_dates)
def test_two_partial_dates_are_equal_refine_or_conflict(a: PartialDate, b: PartialDate) -> None:
    assert [a == b, a.refines(b), b.refines(a), a.conflicts_with(b)].count(True) == 1
    assert a.conflicts_with(b) == b.conflicts_with(a)


@given(st.dates())
def test_a_day_refines_its_month_and_the_month_its_year(day: date) -> None:
    year, month = PartialDate(day.year), PartialDate(day.year, day.month)
    assert PartialDate.of(day).refines(month)
    assert month.refines(year)
    assert year.contains(day)
