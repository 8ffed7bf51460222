"""The public part of a partner is a fixed list of fields."""

from dataclasses import fields
from decimal import Decimal

import pytest

from exchange.core.dates import PartialDate
from exchange.core.translate import translate
from exchange.partners.enums import ExchangeField, FactKind
from exchange.partners.models import Partner, PartnerFact
from exchange.partners.profile import PublicProfile, other_facts, public_profile
from tests.factories.agreements import reference_rows

#: A field is added here only after asking whether everyone may see it.
PUBLIC = [
    "slug",
    "number",
    "kind",
    "names",
    "kana",
    "native_name",
    "native_language",
    "parent",
    "place",
    "country_code",
    "zone",
    "latitude",
    "longitude",
    "languages",
    "currency",
    "relation",
    "site",
    "facts",
]


def partner(slug: str) -> Partner:
    """Make one of the city's partners, with its facts, in no database."""
    row = next(row for row in reference_rows()["partner"] if row.slug == slug)
    made = Partner(id=row.id, **row.values)
    for fact in reference_rows()["partner_fact"]:
        if fact.values["partner_id"] == row.id:
            made.facts.append(PartnerFact(id=fact.id, **fact.values))
    return made


def test_the_public_fields_are_these() -> None:
    assert [field.name for field in fields(PublicProfile)] == PUBLIC


def test_everyone_sees_the_first_figure_and_staff_the_others() -> None:
    one = partner("guilin")
    shown = public_profile(one).facts[FactKind.POPULATION]
    assert [fact.figure for fact in shown] == [Decimal(5340000)]
    assert [fact.figure for fact in other_facts(one)] == [Decimal(4940000), Decimal(1572300)]


def test_history_is_public_as_a_whole_and_in_order() -> None:
    shown = public_profile(partner("aix-en-provence")).facts[FactKind.HISTORY]
    assert [fact.date for fact in shown] == [PartialDate(1984), PartialDate(1992)]


@pytest.mark.parametrize(
    ("slug", "kind", "expected"),
    [
        ("guilin", FactKind.POPULATION, "5,340,000人"),
        ("san-antonio", FactKind.POPULATION, "約1,430,000人"),
        ("suzhou-new-district", FactKind.AREA, "332.37 km²"),
        ("kaohsiung", FactKind.AREA, "2,947 km²"),
    ],
)
def test_a_figure_is_said_with_its_unit(slug: str, kind: FactKind, expected: str) -> None:
    (fact,) = public_profile(partner(slug)).facts[kind]
    assert translate(fact.figure_in_words, "ja") == expected


def test_fields_of_exchange_are_members() -> None:
    (fact,) = public_profile(partner("guilin")).facts[FactKind.FIELDS_NEXT]
    assert fact.exchange_fields == [ExchangeField.YOUTH, ExchangeField.TOURISM]
