"""Anniversaries of any date there is: never a day nobody gave, leap days, month ends, ordinals."""

from calendar import isleap
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from exchange.core.dates import PartialDate, Precision, anniversary
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.printing import anniversary_ordinal, ordinal

DAYS = st.dates(date(1868, 1, 1), date(2100, 12, 31))
PARTIAL = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)


@given(begun=PARTIAL, after=st.integers(1, 200))
@example(begun=PartialDate(2012, 2, 29), after=1)
@example(begun=PartialDate(2012, 2, 29), after=4)
@example(begun=PartialDate(2013, 12, 31), after=1)
def test_an_anniversary_is_as_precise_as_the_date_it_is_counted_from(
    begun: PartialDate, after: int
) -> None:
    year = begun.year + after
    kept = anniversary(begun, year)
    assert (kept.year, kept.month, kept.precision) == (year, begun.month, begun.precision)
    moved = begun.precision is Precision.DAY and (begun.month, begun.day) == (2, 29)
    assert kept.day == (28 if moved and not isleap(year) else begun.day)
    assert kept.earliest.year == kept.latest.year == year


@given(number=st.integers(1, 400), language=st.sampled_from(FEED_LANGUAGES))
def test_every_ordinal_says_its_number_once(number: int, language: str) -> None:
    for said in (ordinal(number, language), anniversary_ordinal(number, language)):
        assert said.count(str(number)) == 1


@given(number=st.integers(1, 400))
def test_english_ordinals_end_as_they_are_spoken(number: int) -> None:
    teens = number % 100 in (11, 12, 13)
    suffix = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert anniversary_ordinal(number, "en") == f"{number}{suffix} anniversary"
