"""Fact sheets, opened again: one page each, in three languages, naming no other partner."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from exchange.attachments.enums import DocumentKind
from exchange.core import clock
from exchange.core.database import reference_uuid
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.partners.models import Partner
from exchange.partners.queries import all_partners
from tests.factories.attachments import make_document, picture
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

HEIDELBERG = reference_uuid("partner", "heidelberg")


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    clock.fix(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    yield
    clock.fix(None)


def opened(client: Visitor, slug: str, tag: str) -> PdfReader:
    answer = client.get(f"/partners/{slug}/fact-sheet-{tag}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (
            "ja",
            ["平成4年(1992年)5月19日", "EckartWürzner", "2023年11月現在", "熊本市国際課"],
        ),
        ("en", ["19May1992", "asofNovember2023", "Mutualvisitsofdelegationseveryfiveyears"]),
        ("zh-Hant", ["1992年5月19日", "2023年11月現在", "海德堡大學醫院"]),
    ],
)
def test_heidelberg_s_sheet_is_the_city_s_appendix(
    client: Visitor, tag: str, said: list[str]
) -> None:
    reader = opened(client, "heidelberg", tag)
    assert len(reader.pages) == 1
    found = words(reader).lower()
    for sentence in said:
        assert sentence.lower() in found
    assert ("エッカート・ヴュルツナー" in found) is (tag == "ja")
    assert "6か月以上前の確認です" not in found


def test_staff_s_copy_says_more_and_is_for_nobody_else_to_keep(
    client: Visitor, client_as: Callable[[Role], Visitor]
) -> None:
    staff = client_as(Role.COORDINATOR)
    found = words(opened(staff, "heidelberg", "ja"))
    assert "6か月以上前の確認です" in found
    assert "庁内用" in found
    path = "/partners/heidelberg/fact-sheet-ja.pdf"
    kept = [who.get(path).headers["Cache-Control"] for who in (client, staff)]
    assert kept == ["public, max-age=300", "private, max-age=0, must-revalidate"]
    clock.fix(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))  # making the client set it back
    disposition = client.get(path).headers["Content-Disposition"]
    assert unquote(disposition).endswith("UTF-8''ハイデルベルク市 案内票 2026-11-22.pdf")


@pytest.mark.parametrize("tag", ["ja", "en", "zh-Hant"])
def test_each_partner_s_sheet_is_one_page_that_names_no_other(
    client: Visitor, session: Session, tag: str
) -> None:
    names = {one.slug: re.sub(r"\W.*", "", one.names[tag]) for one in all_partners(session)}
    for slug in names:
        reader = opened(client, slug, tag)
        assert len(reader.pages) == 1
        found = words(reader)
        assert [other for other, name in names.items() if other != slug and name in found] == []


def test_a_public_photograph_is_printed_and_shown_with_its_rights(
    client: Visitor, session: Session
) -> None:
    subject = Subject("partner", HEIDELBERG)
    make_document(
        session,
        subject,
        picture(size=(800, 600)),
        "庭.png",
        kind=DocumentKind.PHOTO,
        rights_holder="見本撮影者",
        licence="見本の条件",
        is_public=True,
    )
    reader = opened(client, "heidelberg", "ja")
    assert (len(reader.pages), len(reader.pages[0].images)) == (1, 1)
    assert "写真：" in words(reader)
    assert "/partners/photos/" in client.get("/partners/heidelberg/").text


def test_a_sheet_that_has_not_changed_is_not_drawn_again(client: Visitor, session: Session) -> None:
    path = "/partners/ulsan/fact-sheet-ja.pdf"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path).data == first.data
    ulsan = session.get_one(Partner, reference_uuid("partner", "ulsan"))
    ulsan.native_name = "울산"
    session.flush()
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["ulsan/fact-sheet-de.pdf", "nowhere/fact-sheet-ja.pdf"])
def test_there_are_sheets_of_partners_in_three_languages_alone(client: Visitor, path: str) -> None:
    assert client.get(f"/partners/{path}").status_code == 404


def test_a_sheet_costs_few_statements(client: Visitor) -> None:
    with count_statements() as statements:
        opened(client, "heidelberg", "ja")
    assert len(statements) <= 7
