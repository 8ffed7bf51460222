"""Rows' values as JSON holds them: equal for equal values."""

from decimal import Decimal
from uuid import UUID

import pytest

from exchange.core.database import Localized, reference_uuid
from exchange.core.dates import PartialDate
from exchange.partners.enums import PartnerKind
from exchange.reference.rows import plain
from tests.factories.agreements import reference_rows


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Localized({"zh-Hant": "a", "ja": "b"}), {"ja": "b", "zh-Hant": "a"}),
        (PartnerKind.CITY, "city"),
        (Decimal("5340000.00"), "5340000"),
        (Decimal("332.370"), "332.37"),
        (PartialDate(1995, 5), "1995-05"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": [PartialDate(1995)]}, {"a": ["1995"]}),
        (None, None),
        (True, True),
        (49.40768, 49.40768),
    ],
)
def test_a_value_is_plain(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_keys_are_the_same_on_every_machine() -> None:
    guilin = next(row for row in reference_rows()["partner"] if row.slug == "guilin")
    assert guilin.id == reference_uuid("partner", "guilin")
    assert guilin.id == UUID("181775c7-d9cc-5096-9ff7-c9ecd37c4a84")


def test_every_row_has_a_key_of_its_own() -> None:
    keys = [row.id for rows in reference_rows().values() for row in rows]
    assert len(set(keys)) == len(keys)
