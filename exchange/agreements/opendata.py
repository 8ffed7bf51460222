"""Open data of partners and anniversaries: documented columns and the rows under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.agreements.rules import (
    Anniversary,
    adopted_claim,
    anniversaries,
    sources_disagree,
)
from exchange.core.dates import FiscalYear, Precision
from exchange.core.entries import anniversary_uid
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.translate import translate

if TYPE_CHECKING:
    from exchange.agreements.models import Basis
    from exchange.core.database import Localized
    from exchange.partners.profile import PublicProfile


#: 全国地方公共団体コード of Kumamoto City.
CITY_CODE: Final = "431001"
_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
}

_HOLDS: Final[Mapping[type, Message]] = {
    str: message("agreements.data.holds_string"),
    int: message("agreements.data.holds_integer"),
    float: message("agreements.data.holds_number"),
    bool: message("agreements.data.holds_boolean"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it means, what its values are, and whether every row has one."""

    name: str
    meaning: Message
    holds: type = str
    always: bool = False

    @property
    def holds_name(self) -> Message:
        """What a value is, in words."""
        return _HOLDS[self.holds]

    @property
    def type_name(self) -> str:
        """What a value is, in the words of JSON Schema."""
        return _TYPES[self.holds]


#: The first column of every file of rows: whose data it is.
CITY: Final = Column("municipality_code", message("agreements.data.municipality_code"), always=True)


_NAMES: Final = (
    Column("name_ja", message("agreements.data.name_ja"), always=True),
    Column("name_en", message("agreements.data.name_en")),
    Column("name_zh_hant", message("agreements.data.name_zh_hant")),
)

PARTNER_COLUMNS: Final = (
    CITY,
    Column("number", message("agreements.data.number"), int, always=True),
    Column("slug", message("agreements.data.slug"), always=True),
    Column("kind", message("agreements.data.kind"), always=True),
    *_NAMES,
    Column("name_kana", message("agreements.data.name_kana")),
    Column("name_zh_hans", message("agreements.data.name_zh_hans")),
    Column("name_native", message("agreements.data.name_native")),
    Column("language_native", message("agreements.data.language_native")),
    Column("parent_ja", message("agreements.data.parent_ja")),
    Column("place_ja", message("agreements.data.place_ja")),
    Column("place_en", message("agreements.data.place_en")),
    Column("place_zh_hant", message("agreements.data.place_zh_hant")),
    Column("country_code", message("agreements.data.country_code")),
    Column("time_zone", message("agreements.data.time_zone")),
    Column("latitude", message("agreements.data.latitude"), float),
    Column("longitude", message("agreements.data.longitude"), float),
    Column("languages", message("agreements.data.languages")),
    Column("currency", message("agreements.data.currency")),
    Column("relation_ja", message("agreements.data.relation_ja")),
    Column("relation_zh_hant", message("agreements.data.relation_zh_hant")),
    Column("relation_en", message("agreements.data.relation_en")),
    Column("since", message("agreements.data.since")),
    Column("since_disputed", message("agreements.data.since_disputed"), bool, always=True),
    Column("since_source", message("agreements.data.source")),
    Column("site", message("agreements.data.site")),
)

ANNIVERSARY_COLUMNS: Final = (
    CITY,
    Column("uid", message("agreements.data.uid"), always=True),
    Column("basis", message("agreements.data.basis"), always=True),
    Column("slug", message("agreements.data.slug"), always=True),
    *_NAMES,
    Column("counted_from", message("agreements.data.counted_from")),
    Column(
        "counted_from_disputed", message("agreements.data.counted_from_disputed"), bool, always=True
    ),
    Column("ordinal", message("agreements.data.ordinal"), int, always=True),
    Column("date", message("agreements.data.date"), always=True),
    Column("precision", message("agreements.data.precision"), always=True),
    Column("fiscal_year", message("agreements.data.fiscal_year"), int),
    Column("milestone", message("agreements.data.milestone"), bool, always=True),
    Column("great", message("agreements.data.great"), bool, always=True),
    Column("source", message("agreements.data.source")),
)

DataRow = dict[str, object]


def partner_rows(profiles: Iterable["PublicProfile"], bases: Iterable["Basis"]) -> list[DataRow]:
    """Return a row a partner; `bases` are the public ones, with their claims and sources."""
    by_partner = {basis.agreement.partner.slug: basis for basis in bases}
    return [_partner_row(profile, by_partner.get(profile.slug)) for profile in profiles]


def _partner_row(profile: "PublicProfile", basis: "Basis | None") -> DataRow:
    return {
        CITY.name: CITY_CODE,
        "number": profile.number,
        "slug": profile.slug,
        "kind": profile.kind.value,
        **_names(profile.names),
        "name_kana": profile.kana,
        "name_zh_hans": profile.names.get("zh-Hans"),
        "name_native": profile.native_name,
        "language_native": profile.native_language,
        "parent_ja": profile.parent["ja"] if profile.parent else None,
        "place_ja": profile.place.get("ja"),
        "place_en": profile.place.get("en"),
        "place_zh_hant": profile.place.get("zh-Hant"),
        "country_code": profile.country_code,
        "time_zone": profile.zone,
        "latitude": profile.latitude,
        "longitude": profile.longitude,
        "languages": " ".join(profile.languages),
        "currency": profile.currency,
        "relation_ja": profile.relation.get("ja"),
        "relation_zh_hant": profile.relation.get("zh-Hant"),
        "relation_en": profile.relation.get("en"),
        **_since(basis),
        "site": profile.site,
    }


def _since(basis: "Basis | None") -> DataRow:
    claims = basis.agreement.claims if basis else []
    claim, disputed = adopted_claim(claims), sources_disagree(claims)
    known = claim if not disputed else None
    return {
        "since": str(known.date) if known else None,
        "since_disputed": disputed,
        "since_source": known.source.title["ja"] if known else None,
    }


def anniversary_rows(bases: Iterable["Basis"], *, first_year: int, last_year: int) -> list[DataRow]:
    """Return a row an anniversary of the public bases, in order of date."""
    rows = [
        _anniversary_row(basis, anniversary)
        for basis in bases
        for anniversary in anniversaries(
            basis, basis.agreement.claims, first_year=first_year, last_year=last_year
        )
    ]
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["uid"])))


def _anniversary_row(basis: "Basis", anniversary: Anniversary) -> DataRow:
    claim, day = adopted_claim(basis.agreement.claims), anniversary.date
    partner = basis.agreement.partner
    dated = day.precision is not Precision.YEAR
    return {
        CITY.name: CITY_CODE,
        "uid": anniversary_uid(basis.slug, day.year),
        "basis": basis.slug,
        "slug": partner.slug,
        **_names(partner.names),
        "counted_from": str(claim.date) if claim else None,
        "counted_from_disputed": sources_disagree(basis.agreement.claims),
        "ordinal": anniversary.ordinal,
        "date": str(day),
        "precision": day.precision.value,
        "fiscal_year": int(FiscalYear.of(day)) if dated else None,
        "milestone": anniversary.milestone,
        "great": anniversary.great,
        "source": claim.source.title["ja"] if claim else None,
    }


def _names(names: "Localized") -> DataRow:
    return {
        "name_ja": names.get("ja"),
        "name_en": names.get("en"),
        "name_zh_hant": names.get("zh-Hant"),
    }


def column_names(columns: Sequence[Column]) -> list[str]:
    """Return the line of names over the rows."""
    return [column.name for column in columns]


def data_file(
    columns: Sequence[Column], rows: Sequence[DataRow], *, as_of: date, licence: str | None
) -> DataRow:
    """Return rows as `.json` gives them: with what each column means, in each language.

    The licence is there once the city has set one.
    """
    stated = {"licence": licence} if licence else {}
    meanings = {
        column.name: {str(tag): translate(column.meaning, tag) for tag in Language}
        for column in columns
    }
    return {"as_of": as_of.isoformat(), **stated, "columns": meanings, "rows": rows}


def schema(title: str, columns: Sequence[Column], language: str = Language.EN) -> DataRow:
    """Return the JSON Schema of a file of rows; a column that may be empty may be null."""
    words = {"type": "string"}
    meaning = _whole({str(tag): words for tag in Language})
    cells = {column.name: _cell(column, language) for column in columns}
    properties = {
        "as_of": {"type": "string", "format": "date"},
        "licence": words,
        "columns": _whole({column.name: meaning for column in columns}),
        "rows": {"type": "array", "items": _whole(cells)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_whole(properties),
        "required": ["as_of", "columns", "rows"],
    }


def _cell(column: Column, language: str) -> DataRow:
    kinds = [column.type_name] if column.always else [column.type_name, "null"]
    return {"description": translate(column.meaning, language), "type": kinds}


def _whole(properties: Mapping[str, object]) -> DataRow:
    """Describe an object of which every property is there, and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
