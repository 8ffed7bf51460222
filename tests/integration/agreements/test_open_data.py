"""Open data: what the city's list says, as files anyone may read."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Basis, DateClaim
from exchange.agreements.opendata import ANNIVERSARY_COLUMNS, PARTNER_COLUMNS, Column, column_names
from exchange.core import clock
from exchange.core.database import Localized, reference_uuid
from exchange.core.dates import PartialDate
from exchange.partners.models import Partner
from tests.servers.schemas import refusals
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor


def table(client: Visitor, name: str) -> list[dict[str, str]]:
    text = client.get(f"/open-data/{name}.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def data(client: Visitor, name: str) -> dict[str, Any]:
    return dict(json.loads(client.get(f"/open-data/{name}.json").get_data()))


def test_partners_stand_in_the_order_of_the_list_with_what_is_known(client: Visitor) -> None:
    rows = table(client, "partners")
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 9)]
    assert [(row["slug"], row["since"], row["since_disputed"]) for row in rows] == [
        ("guilin", "1979-10-01", "false"),
        ("san-antonio", "1987-12-28", "false"),
        ("heidelberg", "1992-05-19", "false"),
        ("rome-ga", "1995-05-29", "false"),
        ("ulsan", "2010-04", "false"),
        ("suzhou-new-district", "2013-05", "false"),
        ("aix-en-provence", "2013-02-16", "false"),
        ("kaohsiung", "2017-01-11", "false"),
    ]
    rome = rows[3]
    assert [rome[name] for name in ("name_ja", "name_en", "name_zh_hant", "longitude")] == [
        "ローム市（米国ジョージア州）",
        "Rome, Georgia",
        "羅馬市（喬治亞州）",
        "-85.16467",
    ]
    assert (rows[5]["kind"], rows[5]["parent_ja"]) == ("district", "蘇州市")


def test_anniversaries_are_those_of_the_public_bases(client: Visitor) -> None:
    rows = table(client, "anniversaries")
    year = clock.today().year
    assert {row["date"][:4] for row in rows} == {str(year + n) for n in range(-1, 11)}
    assert len(rows) == 8 * 12
    assert "rome-ga-takeover" not in {row["basis"] for row in rows}
    (guilin,) = [row for row in rows if row["uid"].startswith("guilin-affiliation-2029")]
    assert (guilin["ordinal"], guilin["date"], guilin["precision"]) == ("50", "2029-10-01", "day")
    assert (guilin["fiscal_year"], guilin["milestone"], guilin["great"]) == ("2029", "true", "true")
    (aix,) = [row for row in rows if row["uid"].startswith("aix-en-provence-affiliation-2028")]
    assert (aix["fiscal_year"], aix["counted_from"]) == ("2027", "2013-02-16")
    (ulsan,) = [row for row in rows if row["uid"].startswith("ulsan-affiliation-2030")]
    assert (ulsan["date"], ulsan["precision"]) == ("2030-04", "month")


@pytest.mark.parametrize(
    ("name", "columns"),
    [("partners", PARTNER_COLUMNS), ("anniversaries", ANNIVERSARY_COLUMNS)],
)
def test_both_forms_hold_the_same_rows_under_documented_columns(
    client: Visitor, name: str, columns: Sequence[Column]
) -> None:
    found, rows = data(client, name), table(client, name)
    assert list(found["columns"]) == column_names(columns) == list(rows[0])
    assert set(found["columns"]["slug"]) == {"ja", "en", "zh-Hant"}
    assert found["as_of"] == clock.today().isoformat()
    written = [{key: _as_csv(value) for key, value in row.items()} for row in found["rows"]]
    assert written == rows


def _as_csv(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_files_say_what_they_are(client: Visitor) -> None:
    answer = client.get("/open-data/partners.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="partners.csv"'
    assert client.get("/open-data/partners.json").content_type == "application/json; charset=utf-8"
    assert client.get("/open-data/partners.xml").status_code == 404


@pytest.mark.parametrize("name", ["partners", "anniversaries"])
def test_files_are_what_their_schema_says(client: Visitor, session: Session, name: str) -> None:
    answer = client.get(f"/open-data/{name}.schema.json")
    assert answer.content_type == "application/schema+json; charset=utf-8"
    schema = json.loads(answer.data)
    session.scalars(select(Basis).where(Basis.slug == "guilin-affiliation")).one().is_public = False
    session.flush()
    file = data(client, name)
    assert refusals(file, schema) == []
    assert {row["municipality_code"] for row in file["rows"]} == {"431001"}
    wrong = {**file, "rows": [{**file["rows"][0], "slug": None}, {"slug": "rome-ga"}]}
    lines = refusals(wrong, schema)
    assert lines[0] == "/rows/0/slug: None is not ['string']"
    assert "/rows/1: name_ja is missing" in lines


def test_the_licence_is_stated_once_the_city_has_set_it(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "licence" not in data(client, "partners")
    assert "Not stated until the city sets them" in client.get("/open-data/?lang=en").text
    stated = replace(app.extensions["settings"], data_licence="CC BY 4.0")
    monkeypatch.setitem(app.extensions, "settings", stated)
    assert data(client, "partners")["licence"] == "CC BY 4.0"
    schema = json.loads(client.get("/open-data/partners.schema.json").data)
    assert refusals(data(client, "partners"), schema) == []
    assert "<dd>CC BY 4.0</dd>" in client.get("/open-data/?lang=en").text


def test_a_name_that_looks_like_a_formula_is_made_text(client: Visitor, session: Session) -> None:
    guilin = session.scalars(select(Partner).where(Partner.slug == "guilin")).one()
    guilin.names = Localized({**guilin.names, "ja": "=HYPERLINK(1)"})
    session.flush()
    assert table(client, "partners")[0]["name_ja"] == "'=HYPERLINK(1)"


def test_a_disputed_date_is_left_out_and_said_to_be_disputed(
    client: Visitor, session: Session
) -> None:
    key = reference_uuid("agreement", "ulsan-2010")
    adopted = select(DateClaim).where(DateClaim.agreement_id == key, DateClaim.adopted)
    session.scalars(adopted).one().date = PartialDate(2011, 4)
    session.flush()
    ulsan = table(client, "partners")[4]
    assert (ulsan["since"], ulsan["since_disputed"], ulsan["since_source"]) == ("", "true", "")


def test_a_basis_without_a_date_leaves_the_partner_in(client: Visitor, session: Session) -> None:
    basis = session.scalars(select(Basis).where(Basis.slug == "guilin-affiliation")).one()
    basis.is_public = False
    session.flush()
    guilin = table(client, "partners")[0]
    assert (guilin["slug"], guilin["since"], guilin["since_disputed"]) == ("guilin", "", "false")


def test_a_date_known_to_the_year_has_no_fiscal_year(client: Visitor, session: Session) -> None:
    key = reference_uuid("agreement", "guilin-1979")
    adopted = select(DateClaim).where(DateClaim.agreement_id == key, DateClaim.adopted)
    session.scalars(adopted).one().date = PartialDate(1979)
    session.flush()
    rows = [row for row in table(client, "anniversaries") if row["slug"] == "guilin"]
    assert {(row["fiscal_year"], row["precision"]) for row in rows} == {("", "year")}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "オープンデータ"), ("en", "Open data"), ("zh-Hant", "開放資料")],
)
def test_a_page_explains_the_columns(client: Visitor, lang: str, words: str) -> None:
    page = client.get(f"/open-data/?lang={lang}").get_data(as_text=True)
    assert f"<h1>{words}</h1>" in page
    assert page.count("<code>uid</code>") == 1
    for name in ("partners.csv", "partners.json", "anniversaries.csv", "anniversaries.json"):
        assert f'href="/open-data/{name}"' in page


@pytest.mark.parametrize("name", ["partners.csv", "anniversaries.json"])
def test_a_file_costs_few_statements(app: Flask, client: Visitor, name: str) -> None:
    with count_statements() as statements:
        client.get(f"/open-data/{name}")
    assert len(statements) <= 5
