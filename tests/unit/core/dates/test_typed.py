"""Years, months and days as people type them."""

from datetime import date

import pytest

from exchange.core.dates import PartialDate, ensure_happened, parse_partial
from exchange.core.errors import DomainError


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("1995", "1995"),
        ("1995-05", "1995-05"),
        ("1995-05-29", "1995-05-29"),
        ("1995/5/29", "1995-05-29"),
        ("1995.5", "1995-05"),
        (" 1995年5月 ", "1995-05"),
        ("１９９５年５月２９日", "1995-05-29"),
        ("平成7年", "1995"),
        ("H7.5.29", "1995-05-29"),
        ("h7/5", "1995-05"),
        ("令和元年", "2019"),
        ("平成31年4月", "2019-04"),
    ],
)
def test_what_is_known_is_read_and_nothing_added(typed: str, known: str) -> None:
    assert str(parse_partial(typed, field="date")) == known


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "core.date.not_partial"),
        ("95", "core.date.not_partial"),
        ("元年", "core.date.not_partial"),
        ("春", "core.date.not_partial"),
        ("H0", "core.date.not_partial"),
        ("S65", "core.date.not_partial"),
        ("1995-13", "core.date.no_such_day"),
        ("2026-02-29", "core.date.no_such_day"),
    ],
)
def test_what_is_no_date_is_refused_with_its_words(typed: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_partial(typed, field="date")
    assert (refusal.value.sentence.id, refusal.value.field) == (sentence, "date")
    assert refusal.value.sentence.params == {"text": typed.strip()}


@pytest.mark.parametrize("known", [None, "2026", "2026-11", "2026-11-22"])
def test_what_has_happened_may_reach_up_to_today(known: str | None) -> None:
    said = PartialDate.parse(known) if known else None
    ensure_happened(said, today=date(2026, 11, 22), field="date")


@pytest.mark.parametrize("known", ["9999", "2027", "2026-12", "2026-11-23"])
def test_what_lies_wholly_ahead_has_not_happened(known: str) -> None:
    with pytest.raises(DomainError) as refused:
        ensure_happened(PartialDate.parse(known), today=date(2026, 11, 22), field="date")
    assert (refused.value.sentence.id, refused.value.field) == ("core.date.ahead", "date")
