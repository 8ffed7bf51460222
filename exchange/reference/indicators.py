"""indicators.yaml as rows of the indicators room."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from exchange.core.database import reference_uuid
from exchange.indicators.enums import Method, Reach, ReadingKind, YearBasis
from exchange.reference.files import Section
from exchange.reference.rows import Reading
from exchange.reference.strategy import cited
from exchange.strategy.models import search_key_of

#: The years for which the strategy's tables have a column.
TARGET_YEARS: Final = (2027, 2031)


def read_indicators(top: Section, reading: Reading) -> None:
    """Read the indicators, the tables the source lacks, and the counting rules."""
    for position, section in enumerate(top.sections("indicators"), start=1):
        _read_indicator(section, reading, position)
    for section in top.sections("not_in_source"):
        slug = section.text("measure")
        values: dict[str, object] = {
            "measure_id": reading.key_of(section, "measure", "measure", slug),
            "citation": section.text("source"),
        }
        section.finish()
        reading.add(section, "missing_table", slug, values)
    for section in top.sections("counting_rules"):
        _read_rule(section, reading)
    top.finish()


def _read_indicator(section: Section, reading: Reading, position: int) -> None:
    slug, title = section.text("slug"), section.localized("title")
    baseline, targets = section.section("baseline"), section.section("targets")
    older = section.sections("superseded_baselines")
    values: dict[str, object] = {
        "slug": slug,
        "number": section.integer("number"),
        "position": position,
        **_place(section, reading),
        "title": title,
        "search_key": search_key_of(title),
        "citations": cited(section, reading),
        "ja_official": section.truth("ja_official"),
        "unit": section.localized("unit"),
        "decimals": section.integer("decimals"),
        "year_basis": section.choice("year_basis", YearBasis),
        "year_basis_printed": section.truth("year_basis_printed"),
        "baseline": baseline.decimal("value"),
        "baseline_year": baseline.integer("year"),
        "mark": section.optional_text("mark"),
        "gross": section.truth("gross"),
        "accumulates": section.truth("accumulates"),
        "method": section.choice("method", Method),
    }
    baseline.finish()
    section.finish()
    indicator_id = reading.add(section, "indicator", slug, values).id
    for year in TARGET_YEARS:
        target = {"year": year, "value": targets.optional_decimal(str(year))}
        name = f"{slug}/{year}"
        reading.add(targets, "indicator_target", name, target | {"indicator_id": indicator_id})
    targets.finish()
    for part in older:
        _read_older(part, reading, slug)


def _place(section: Section, reading: Reading) -> Mapping[str, UUID | None]:
    """Take the policy or measure an indicator stands on."""
    slug = section.text("belongs_to")
    kind = "policy" if slug.startswith("policy") else "measure"
    key = reading.key_of(section, "belongs_to", kind, slug)
    return {
        "policy_id": key if kind == "policy" else None,
        "measure_id": key if kind == "measure" else None,
    }


def _read_older(section: Section, reading: Reading, slug: str) -> None:
    year, basis = section.integer("year"), section.choice("year_basis", YearBasis)
    values: dict[str, object] = {
        "indicator_id": reference_uuid("indicator", slug),
        "value": section.decimal("value"),
        "year": year,
        "year_basis": basis,
        "citation": section.text("source"),
    }
    section.finish()
    reading.add(section, "superseded_baseline", f"{slug}/{year}/{basis.value}", values)


def _read_rule(section: Section, reading: Reading) -> None:
    """Read a rule as it is before a person locks it."""
    slug, number = section.text("indicator"), section.integer("number")
    values: dict[str, object] = {
        "indicator_id": reading.key_of(section, "indicator", "indicator", slug),
        "number": number,
        "default_reading": section.choice("default_reading", ReadingKind),
        "first_year": (first_year := section.integer("first_year")),
        "since_year": first_year,
        "hosts_count": section.truth("hosts_count"),
        "reach": section.choice("reach", Reach),
        "online_counts": section.truth("online_counts"),
        "early_return_counts": section.truth("early_return_counts"),
    }
    section.finish()
    reading.add(section, "counting_rule", f"{slug}/{number}", values)
