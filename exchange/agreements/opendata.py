"""Open data of partners and anniversaries: documented columns and the rows under them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exchange.agreements.rules import (
    Anniversary,
    adopted_claim,
    anniversaries,
    sources_disagree,
)
from exchange.core.dates import FiscalYear, Precision
from exchange.core.entries import anniversary_uid
from exchange.core.messages import Message, message

if TYPE_CHECKING:
    from exchange.agreements.models import Basis
    from exchange.core.database import Localized
    from exchange.partners.profile import PublicProfile


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it means."""

    name: str
    meaning: Message


_NAMES: Final = (
    Column("name_ja", message("agreements.data.name_ja")),
    Column("name_en", message("agreements.data.name_en")),
    Column("name_zh_hant", message("agreements.data.name_zh_hant")),
)

PARTNER_COLUMNS: Final = (
    Column("number", message("agreements.data.number")),
    Column("slug", message("agreements.data.slug")),
    Column("kind", message("agreements.data.kind")),
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
    Column("latitude", message("agreements.data.latitude")),
    Column("longitude", message("agreements.data.longitude")),
    Column("languages", message("agreements.data.languages")),
    Column("currency", message("agreements.data.currency")),
    Column("relation_ja", message("agreements.data.relation_ja")),
    Column("relation_zh_hant", message("agreements.data.relation_zh_hant")),
    Column("relation_en", message("agreements.data.relation_en")),
    Column("since", message("agreements.data.since")),
    Column("since_disputed", message("agreements.data.since_disputed")),
    Column("since_source", message("agreements.data.source")),
    Column("site", message("agreements.data.site")),
)

ANNIVERSARY_COLUMNS: Final = (
    Column("uid", message("agreements.data.uid")),
    Column("basis", message("agreements.data.basis")),
    Column("slug", message("agreements.data.slug")),
    *_NAMES,
    Column("counted_from", message("agreements.data.counted_from")),
    Column("counted_from_disputed", message("agreements.data.counted_from_disputed")),
    Column("ordinal", message("agreements.data.ordinal")),
    Column("date", message("agreements.data.date")),
    Column("precision", message("agreements.data.precision")),
    Column("fiscal_year", message("agreements.data.fiscal_year")),
    Column("milestone", message("agreements.data.milestone")),
    Column("great", message("agreements.data.great")),
    Column("source", message("agreements.data.source")),
)

DataRow = dict[str, object]


def partner_rows(profiles: Iterable["PublicProfile"], bases: Iterable["Basis"]) -> list[DataRow]:
    """Return a row a partner; `bases` are the public ones, with their claims and sources."""
    by_partner = {basis.agreement.partner.slug: basis for basis in bases}
    return [_partner_row(profile, by_partner.get(profile.slug)) for profile in profiles]


def _partner_row(profile: "PublicProfile", basis: "Basis | None") -> DataRow:
    return {
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
