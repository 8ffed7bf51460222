"""The public part of a partner is a fixed list of fields."""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from exchange.core.database import Localized, Name
from exchange.core.dates import PartialDate
from exchange.core.translate import translate
from exchange.partners.enums import ExchangeField, FactKind, Side
from exchange.partners.models import Organisation, Partner, PartnerFact, Source
from exchange.partners.profile import (
    PublicHead,
    PublicOrganisation,
    PublicProfile,
    by_field,
    other_facts,
    public_head,
    public_profile,
)
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post
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
    "signed_wording",
    "owner_section",
    "site",
    "ended_on",
    "facts",
]
PUBLIC_OF_A_HEAD = ["written", "native", "romaji", "title", "as_of"]
PUBLIC_OF_AN_ORGANISATION = ["names", "native_name", "since", "source", "locator"]
TODAY = date(2026, 11, 22)


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
    assert [field.name for field in fields(PublicHead)] == PUBLIC_OF_A_HEAD
    assert [field.name for field in fields(PublicOrganisation)] == PUBLIC_OF_AN_ORGANISATION


def test_a_fact_put_first_takes_the_place_of_the_one_shown_and_an_ended_one_goes() -> None:
    one = partner("guilin")
    known = [fact for fact in one.facts if fact.kind is FactKind.POPULATION]
    known[1].position = 0
    assert public_profile(one).facts[FactKind.POPULATION] == [known[1]]
    known[1].ended_at = datetime(2026, 11, 22, tzinfo=UTC)
    assert public_profile(one).facts[FactKind.POPULATION] == [known[0]]
    assert other_facts(one) == [known[2]]


def test_a_head_is_shown_with_the_month_it_was_confirmed() -> None:
    person = Person()
    person.rename(Name("見本", "市長", native="Muster", passport="MUSTER M"))
    confirmed = PartialDate(2026, 1, 15)
    title = Localized({"ja": "市長"})
    post = Post(kind=PostKind.HEAD, title=title, confirmed=confirmed, person=person)
    assert public_head([post], today=TODAY) == PublicHead(
        "市長・見本", "Muster", "", title, PartialDate(2026, 1)
    )
    assert public_head([], today=TODAY) is None


@pytest.mark.parametrize(
    ("name", "reader", "shown"),
    [
        (Name("見本", "市長", native="Muster"), "ja", [("Muster", "de"), ("市長・見本", "ja")]),
        (Name("見本", "市長", native="Muster"), "en", [("Muster", "de")]),
        (Name("", native="Muster"), "ja", [("Muster", "de")]),
        (Name("見", "本", native="见本"), "zh-Hant", [("见本", "de")]),
        (Name("見", "本", native="见本"), "en", [("见本", "de")]),
        (
            Name("見", "本", "", "", "Jian", "Ben", native="见本"),
            "en",
            [("Ben Jian", ""), ("见本", "de")],
        ),
        (Name("見", "本", "", "", "Jian", "Ben"), "ja", [("Ben Jian", ""), ("見 本", "ja")]),
        (Name("見", "本", "", "", "Jian", "Ben"), "zh-Hant", [("Ben Jian", "")]),
        (Name("見", "本"), "en", [("見 本", "ja")]),
    ],
)
def test_a_head_is_named_as_the_reader_takes_it_and_as_it_is_there(
    name: Name, reader: str, shown: list[tuple[str, str]]
) -> None:
    head = headed(name, {"ja": "市長", "en": "Mayor", "zh-Hant": "市長"})
    assert [(run.text, run.language) for run in head.names_for(reader, "de")] == shown
    assert head.left_in_ours(reader, "de") is (reader == "ja" or shown[0][1] == "ja")


@pytest.mark.parametrize(
    ("title", "reader", "shown"),
    [
        ({"ja": "市長", "de": "OB"}, "ja", [("市長", "ja"), ("OB", "de")]),
        ({"ja": "市長", "en": "Mayor", "de": "OB"}, "en", [("Mayor", "en"), ("OB", "de")]),
        ({"ja": "市長", "de": "OB"}, "zh-Hant", [("OB", "de")]),
        ({"ja": "市長"}, "en", [("市長", "ja")]),
    ],
)
def test_a_title_falls_back_to_the_form_there_before_ours(
    title: dict[str, str], reader: str, shown: list[tuple[str, str]]
) -> None:
    head = headed(Name("", native="Muster"), title)
    assert [(run.text, run.language) for run in head.titles_for(reader, "de")] == shown
    assert head.left_in_ours(reader, "de") is (reader == "ja" or shown[0][1] == "ja")


def headed(name: Name, title: dict[str, str]) -> PublicHead:
    person = Person()
    person.rename(name)
    found = public_head(
        [Post(kind=PostKind.HEAD, title=Localized(title), person=person)], today=TODAY
    )
    assert found is not None
    return found


def test_what_is_exchanged_stands_beside_who_carries_it() -> None:
    lines = public_profile(partner("heidelberg")).facts[FactKind.EXCHANGE]
    hospital, circle = (
        Organisation(
            id=uuid4(),
            side=side,
            field=field,
            names=Localized({"ja": "見本"}),
            native_name="",
            source=Source(slug="X"),
            locator="",
        )
        for side, field in ((Side.HERE, ExchangeField.MEDICAL), (Side.THERE, ExchangeField.CIVIC))
    )
    found = {one.field: one for one in by_field(lines, [hospital, circle])}
    assert list(found) == [
        ExchangeField.YOUTH,
        ExchangeField.DELEGATIONS,
        ExchangeField.SPORT,
        ExchangeField.ECONOMY,
        ExchangeField.MEDICAL,
        ExchangeField.CIVIC,
    ]
    medical = found[ExchangeField.MEDICAL]
    assert (len(medical.lines), len(medical.here), len(medical.there)) == (1, 1, 0)
    assert [len(part) for part in (found[ExchangeField.CIVIC].there,)] == [1]


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
