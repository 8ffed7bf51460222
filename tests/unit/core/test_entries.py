from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from exchange.core.entries import EntryKind, anniversary_uid, entry_uid
from tests.factories.calendars import make_entry


def test_an_anniversary_is_named_by_its_basis_and_year() -> None:
    uid = anniversary_uid("guilin-1979", 2029)
    assert uid == "guilin-1979-2029@exchange.kumamoto-city"


def test_a_stored_row_is_named_by_its_kind_and_key() -> None:
    uid = entry_uid(EntryKind.VISIT, UUID("0190f3c4-0000-7000-8000-000000000001"))
    assert uid == "visits-0190f3c4-0000-7000-8000-000000000001@exchange.kumamoto-city"


@pytest.mark.parametrize(
    ("starts", "expected"),
    [(date(2027, 5, 19), True), (datetime(2027, 5, 19, 9, tzinfo=UTC), False)],
)
def test_an_entry_is_all_day_when_it_starts_on_a_date(starts: date, expected: bool) -> None:
    assert make_entry(starts=starts, ends=starts).all_day is expected
