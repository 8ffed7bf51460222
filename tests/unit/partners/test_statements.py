"""What may be stated of a partner, and what not."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.partners.enums import FactKind, PartnerKind
from exchange.partners.rules import (
    ensure_content,
    ensure_over,
    ensure_parent,
    ensure_slug,
    ensure_zone,
)
from exchange.partners.services import FactDetails

TEXT = Localized({"ja": "見本"})


def refusal_of(check: Any, *values: Any, **named: Any) -> tuple[str, str | None] | None:  # noqa: ANN401
    """Return the sentence and the field of a refusal, None where there is none."""
    try:
        check(*values, **named)
    except DomainError as error:
        return error.sentence.id, error.field
    return None


@pytest.mark.parametrize(
    ("slug", "refused"),
    [
        ("san-antonio", None),
        ("x1", None),
        ("San-Antonio", "partners.error.slug"),
        ("san--antonio", "partners.error.slug"),
        ("1st", "partners.error.slug"),
        ("", "partners.error.slug"),
        ("new", "partners.error.slug_taken"),
        ("sources", "partners.error.slug_taken"),
        ("kumamoto", "partners.error.slug_taken"),
    ],
)
def test_a_slug_makes_a_good_address_of_its_own(slug: str, refused: str | None) -> None:
    assert refusal_of(ensure_slug, slug) == (refused and (refused, "slug"))


def test_a_zone_is_one_that_clocks_know() -> None:
    assert refusal_of(ensure_zone, "Europe/Berlin") is None
    assert refusal_of(ensure_zone, "Europe/Heidelberg") == ("partners.error.zone", "zone")


@pytest.mark.parametrize(
    ("kind", "has_parent", "fits"),
    [
        (PartnerKind.CITY, False, True),
        (PartnerKind.CITY, True, False),
        (PartnerKind.DISTRICT, True, True),
        (PartnerKind.DISTRICT, False, False),
    ],
)
def test_a_district_and_only_a_district_has_a_parent(
    kind: PartnerKind, has_parent: bool, fits: bool
) -> None:
    found = refusal_of(ensure_parent, kind, has_parent=has_parent)
    assert found == (None if fits else ("partners.error.parent", "parent"))


def test_a_partnership_ends_today_or_ended_before() -> None:
    today = date(2026, 11, 22)
    assert refusal_of(ensure_over, PartialDate(2026, 11), today=today) is None
    assert refusal_of(ensure_over, PartialDate(2026, 12), today=today) == (
        "partners.error.ends_in_future",
        "ended_on",
    )


@pytest.mark.parametrize(
    ("kind", "stated", "refused"),
    [
        (FactKind.POPULATION, {"figure": Decimal(1)}, None),
        (FactKind.AREA, {"text": TEXT}, ("partners.error.no_figure", "figure")),
        (FactKind.FIELDS_NEXT, {"fields": ["youth"]}, None),
        (FactKind.FIELDS_TO_DATE, {"text": TEXT}, ("partners.error.no_fields", "fields")),
        (FactKind.PROFILE, {"text": TEXT}, None),
        (FactKind.FEATURE, {}, ("partners.error.no_text", "text")),
        (FactKind.EXCHANGE, {"text": TEXT, "fields": ["youth"]}, None),
        (FactKind.EXCHANGE, {"text": TEXT}, ("partners.error.no_fields", "fields")),
        (FactKind.EXCHANGE, {"fields": ["youth"]}, ("partners.error.no_text", "text")),
        (FactKind.HISTORY, {"text": TEXT, "date": PartialDate(1984)}, None),
        (FactKind.HISTORY, {"text": TEXT}, ("partners.error.no_date", "date")),
    ],
)
def test_a_fact_holds_what_its_kind_is_made_of(
    kind: FactKind, stated: dict[str, Any], refused: tuple[str, str] | None
) -> None:
    assert refusal_of(ensure_content, kind, FactDetails(source_id=uuid4(), **stated)) == refused
