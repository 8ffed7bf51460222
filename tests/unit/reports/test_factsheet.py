"""A fact sheet says what is public, and what is not known as such."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import uuid4

from exchange.core.database import Localized, Name
from exchange.core.dates import PartialDate
from exchange.partners.models import Source
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post
from exchange.reports.factsheet import FactSheet, Known, Picture, fact_sheet, paper_of
from tests.factories.agreements import reference_bases
from tests.unit.partners.test_profile import partner

TODAY = date(2026, 11, 22)
#: A field is added here only after asking whether everyone may see it.
PUBLIC = ["profile", "since", "disputed", "head", "fields", "photos", "contains_demo"]


def sheet(slug: str = "guilin", **known: Any) -> FactSheet:  # noqa: ANN401 - any of what is known
    """Put a sheet together from the data files alone."""
    one = partner(slug)
    for fact in one.facts:
        fact.source = Source(slug="X", title=Localized({"ja": "見本資料"}))
    empty: dict[str, Any] = {"bases": [], "organisations": [], "posts": [], "photos": []}
    return fact_sheet(Known(**{"partner": one, **empty, **known}), today=TODAY)


def head(**changes: Any) -> Post:  # noqa: ANN401 - any of its columns
    person = Person()
    person.rename(Name("見本", "市長", native=changes.pop("native", "")))
    title = Localized({"ja": "市長"})
    return Post(id=uuid4(), kind=PostKind.HEAD, title=title, person=person, is_demo=True, **changes)


def line(found: FactSheet, number: int) -> list[Any]:
    lines: Any = paper_of(found, [])["lines"]
    return list(lines[number]["parts"])


def test_the_fields_of_a_sheet_are_these() -> None:
    assert [field.name for field in fields(FactSheet)] == PUBLIC


def test_what_is_not_known_is_said_to_be_unconfirmed() -> None:
    found = sheet("ulsan")
    assert line(found, 0)[0]["text"].id == "reports.sheet.unconfirmed"
    assert line(found, 1)[0]["text"].id == "reports.sheet.unconfirmed"
    assert line(found, 2)[1]["text"].id == "reports.sheet.unknown"


def test_a_disputed_date_is_not_printed() -> None:
    basis, agreement = reference_bases()["rome-ga-takeover"]
    basis.agreement = agreement
    found = sheet("rome-ga", bases=[basis])
    assert found.disputed
    assert line(found, 0)[0]["text"].id == "agreements.history.disagreement"


def test_a_head_is_printed_with_the_month_of_confirmation_and_its_doubts() -> None:
    known = line(sheet(posts=[head(confirmed=PartialDate(2026, 1, 5))]), 1)[0]
    assert (known["text"], [said.id for said in known["note"]]) == (
        "見本 市長",
        ["reports.sheet.as_of", "people.PostDoubt.long-ago"],
    )
    (said,) = line(sheet(posts=[head(native="Muster")]), 1)
    assert (said["text"], said["reading"]) == ("Muster", "市長・見本")
    assert [one.id for one in said["note"]] == ["people.PostDoubt.unconfirmed"]
    assert sheet(posts=[head()]).contains_demo


def test_a_title_is_printed_also_in_the_form_of_the_language_there() -> None:
    mayor = head()
    mayor.title = Localized({"ja": "市長", "de": "Oberbürgermeisterin"})
    (said,) = line(sheet("heidelberg", posts=[mayor]), 1)
    assert said["before"] == [mayor.title, {"text": "Oberbürgermeisterin", "lang": "de"}]


def test_sources_are_numbered_once_and_fields_stand_in_for_lines() -> None:
    paper: Any = paper_of(sheet("guilin"), [])
    assert [title["ja"] for title in paper["sources"]] == ["見本資料"]
    assert [said.id for said in paper["exchange"][0]["text"]] == [
        "partners.ExchangeField.youth",
        "partners.ExchangeField.delegations",
    ]
    assert paper["forms"] == []


def test_a_photograph_carries_its_rights() -> None:
    picture = Picture(b"\xff", Localized({"ja": "庭"}), "見本撮影者", "見本の条件")
    paper: Any = paper_of(sheet(), [picture])
    (printed,) = paper["pictures"]
    assert printed["jpeg"] == [255]
    assert printed["credit"].params == {"holder": "見本撮影者", "licence": "見本の条件"}
