"""Any whole day there is: leap days, month ends, spans, in words of any kind, for every parser."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from exchange.calendars.ical import calendar_bytes
from tests.factories.calendars import make_entry, make_feed
from tests.unit.calendars.readers import Read, by_ical, by_icalendar, by_vobject

DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 1))
#: Letters, marks, symbols and blanks of any script, no control characters and no half surrogates.
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), max_size=80)


@given(starts=DAYS, length=st.integers(0, 40), title=WORDS, text=WORDS)
@example(starts=date(2028, 2, 29), length=0, title="35周年, 式典; \\n", text="")
@example(starts=date(2027, 12, 31), length=1, title="年越し", text="一\\\\N二")
def test_three_parsers_read_the_same_days_and_words(
    starts: date, length: int, title: str, text: str
) -> None:
    ends = starts + timedelta(days=length)
    entry = make_entry(starts=starts, ends=ends, title=title, text=text)
    body = calendar_bytes([entry], feed=make_feed(), one_time=False)
    expected = Read(entry.uid, starts, ends + timedelta(days=1), title, text)
    assert by_icalendar(body) == [expected]
    assert by_vobject(body) == [expected]
    assert by_ical(body) == [expected]
