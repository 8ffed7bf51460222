"""A fact sheet says what is public, and what is not known as such."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import uuid4

from exchange.core.database import Localized, Name
from exchange.core.dates import PartialDate
from exchange.core.messages import message
from exchange.partners.models import Source
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post
from exchange.reports.factsheet import Copy, FactSheet, Known, Picture, fact_sheet, paper_of
from tests.factories.agreements import reference_bases
from tests.unit.partners.test_profile import partner

TODAY = date(2026, 11, 22)
#: A field is added here only after asking whether everyone may see it.
PUBLIC = [
    *("profile", "since", "disputed", "head", "doubts", "fields", "photos", "contains_demo"),
]


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


PUBLIC_COPY = Copy("ja", TODAY, for_staff=False)
STAFF_COPY = Copy("ja", TODAY, for_staff=True)


def line(found: FactSheet, number: int, copy: Copy = PUBLIC_COPY) -> list[Any]:
    lines: Any = paper_of(found, [], copy)["lines"]
    return list(lines[number]["parts"])


def test_the_fields_of_a_sheet_are_these() -> None:
    assert [field.name for field in fields(FactSheet)] == PUBLIC


def test_what_is_not_known_is_said_to_be_unconfirmed() -> None:
    found = sheet("ulsan")
    assert line(found, 0)[0]["text"].id == "reports.sheet.unconfirmed"
    assert line(found, 1)[0]["text"].id == "reports.sheet.unconfirmed"
    assert line(found, 2)[1]["text"].id == "reports.sheet.unknown"


def test_of_a_disputed_date_staff_alone_read_the_adopted_one() -> None:
    basis, agreement = reference_bases()["rome-ga-takeover"]
    basis.agreement = agreement
    for claim in agreement.claims:
        claim.source = Source(slug="X", title=Localized({"ja": "見本資料"}))
    found = sheet("rome-ga", bases=[basis])
    assert found.disputed
    assert line(found, 0)[0]["text"].id == "agreements.history.disagreement"
    (said,) = line(found, 0, STAFF_COPY)
    assert (str(said["text"]), said["cite"]) == ("2015-06", 1)
    assert [note.id for note in said["note"]] == ["agreements.history.disagreement"]


def test_a_head_is_printed_with_the_month_of_confirmation_and_for_staff_its_doubts() -> None:
    found = sheet(posts=[head(confirmed=PartialDate(2026, 1, 5))])
    (said,) = line(found, 1)
    assert (said["text"], said["otherwise"]) == ({"text": "見本 市長", "lang": "ja"}, [])
    assert [note.id for note in said["note"]] == ["reports.sheet.as_of"]
    assert [note.id for note in line(found, 1, STAFF_COPY)[0]["note"]] == [
        "reports.sheet.as_of",
        "people.PostDoubt.long-ago",
    ]
    (said,) = line(sheet("heidelberg", posts=[head(native="Muster")]), 1)
    assert said["text"] == {"text": "Muster", "lang": "de"}
    assert said["otherwise"] == [{"text": "市長・見本", "lang": "ja"}]
    assert [one.id for one in said["note"]] == ["reports.sheet.unconfirmed"]
    assert sheet(posts=[head()]).contains_demo


def test_a_sheet_says_who_made_it_when_and_for_whom() -> None:
    public, staff = (paper_of(sheet(), [], copy) for copy in (PUBLIC_COPY, STAFF_COPY))
    assert (public["issued"], public["staff"]) == (
        message("reports.sheet.issued", date=TODAY),
        "",
    )
    assert staff["staff"] == message("reports.sheet.staff_copy")


def test_sources_are_numbered_once_and_fields_stand_in_for_lines() -> None:
    paper: Any = paper_of(sheet("guilin"), [], PUBLIC_COPY)
    assert [title["ja"] for title in paper["sources"]] == ["見本資料"]
    assert [said.id for said in paper["exchange"][0]["text"]] == [
        "partners.ExchangeField.youth",
        "partners.ExchangeField.delegations",
    ]
    assert paper["forms"] == []


def test_a_photograph_carries_its_rights() -> None:
    picture = Picture(b"\xff", Localized({"ja": "庭"}), "見本撮影者", "見本の条件")
    paper: Any = paper_of(sheet(), [picture], PUBLIC_COPY)
    (printed,) = paper["pictures"]
    assert printed["jpeg"] == [255]
    assert printed["credit"].params == {"holder": "見本撮影者", "licence": "見本の条件"}
