"""The indicators as rows of a data file; the columns stay as they are."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exchange.agreements.opendata import (
    CITY,
    CITY_CODE,
    Column,
    DataRow,
    column_names,
    data_file,
)
from exchange.core.messages import Message, message
from exchange.core.translate import translate

if TYPE_CHECKING:
    from exchange.core.database import Localized
    from exchange.indicators.breakdown import ShownTable
    from exchange.indicators.models import Indicator
    from exchange.indicators.progress import Latest
    from exchange.indicators.queries.youth import YearReading, YouthReading
    from exchange.partners.models import Source

COLUMNS: Final = (
    CITY,
    Column("slug", message("indicators.data.slug"), always=True),
    Column("title_ja", message("indicators.data.title_ja"), always=True),
    Column("title_ja_official", message("indicators.data.title_ja_official"), bool, always=True),
    Column("title_en", message("indicators.data.title_en")),
    Column("title_zh_hant", message("indicators.data.title_zh_hant")),
    Column("policy_or_measure", message("indicators.data.policy_or_measure"), always=True),
    Column("unit_ja", message("indicators.data.unit_ja"), always=True),
    Column("unit_en", message("indicators.data.unit_en")),
    Column("unit_zh_hant", message("indicators.data.unit_zh_hant")),
    Column("year_basis", message("indicators.data.year_basis"), always=True),
    Column(
        "year_basis_in_source", message("indicators.data.year_basis_in_source"), bool, always=True
    ),
    Column("baseline", message("indicators.data.baseline"), float, always=True),
    Column("baseline_year", message("indicators.data.baseline_year"), int, always=True),
    Column("target_2027", message("indicators.data.target_2027"), float),
    Column("target_2031", message("indicators.data.target_2031"), float),
    Column("accumulates", message("indicators.data.accumulates"), bool, always=True),
    Column("method", message("indicators.data.method"), always=True),
    Column("latest", message("indicators.data.latest"), float),
    Column("source", message("indicators.data.source"), always=True),
    # Later columns stand last: who reads by position finds the others where they were.
    Column("latest_year", message("indicators.data.latest_year"), int),
)

YOUTH_COLUMNS: Final = (
    Column("row", message("indicators.data.row"), always=True),
    Column("year", message("indicators.data.year"), int),
    Column("person_times", message("indicators.data.person_times"), int),
    Column("unique", message("indicators.data.unique"), int),
    Column("running_total", message("indicators.data.running_total"), int),
    Column("closed", message("indicators.data.closed"), bool),
    Column("rule_version", message("indicators.data.rule_version"), int, always=True),
    Column("rule_locked", message("indicators.data.rule_locked"), bool, always=True),
    Column("as_of", message("indicators.data.as_of"), always=True),
    Column("published_person_times", message("indicators.data.published_person_times"), int),
    Column("published_unique", message("indicators.data.published_unique"), int),
    Column("published_running_total", message("indicators.data.published_running_total"), int),
    CITY,
)

BREAKDOWN_COLUMNS: Final = (
    Column("table", message("indicators.data.table"), always=True),
    Column("key", message("indicators.data.key"), always=True),
    Column("name_ja", message("indicators.data.name_ja"), always=True),
    Column("name_en", message("indicators.data.name_en")),
    Column("name_zh_hant", message("indicators.data.name_zh_hant")),
    Column("person_times", message("indicators.data.person_times_shown"), int),
    Column("fiscal_year", message("indicators.data.fiscal_year"), int, always=True),
    CITY,
)


def indicator_rows(
    indicators: Sequence["Indicator"],
    latest: Mapping[str, "Latest"],
    sources: Mapping[str, "Source"],
) -> Sequence[DataRow]:
    """Return a row an indicator; a figure the source or the records lack is None."""
    return [
        _indicator_row(indicator, latest.get(indicator.slug), _titles(indicator, sources))
        for indicator in indicators
    ]


def _titles(indicator: "Indicator", sources: Mapping[str, "Source"]) -> Sequence[str]:
    """Return the titles of the documents that an indicator is taken from, each once."""
    slugs = dict.fromkeys(citation.partition(" ")[0] for citation in indicator.citations)
    return [sources[slug].title["ja"] for slug in slugs if slug in sources]


def _indicator_row(
    indicator: "Indicator", latest: "Latest | None", titles: Sequence[str]
) -> DataRow:
    place = indicator.measure or indicator.policy
    return {
        CITY.name: CITY_CODE,
        "slug": indicator.slug,
        "title_ja": indicator.title.get("ja"),
        "title_ja_official": indicator.ja_official,
        "title_en": indicator.title.get("en"),
        "title_zh_hant": indicator.title.get("zh-Hant"),
        "policy_or_measure": place.slug if place else None,
        "unit_ja": indicator.unit.get("ja"),
        "unit_en": indicator.unit.get("en"),
        "unit_zh_hant": indicator.unit.get("zh-Hant"),
        "year_basis": indicator.year_basis.value,
        "year_basis_in_source": indicator.year_basis_printed,
        "baseline": _number(indicator.baseline),
        "baseline_year": indicator.baseline_year,
        "target_2027": _number(indicator.target_in(2027)),
        "target_2031": _number(indicator.target_in(2031)),
        "accumulates": indicator.accumulates,
        "method": indicator.method.value,
        "latest": _number(latest.value) if latest else None,
        "source": "; ".join(titles),
        "latest_year": latest.year if latest else None,
    }


def youth_json(reading: "YouthReading") -> DataRow:
    """Return the reading as commands and `.json` give it."""
    target = reading.target
    return {
        "as_of": reading.as_of.isoformat(),
        "rule": {"version": reading.rule.version, "locked": reading.rule.locked},
        "baseline": {"value": reading.baseline.value, "year": reading.baseline.year},
        "target": {"value": target.value, "year": target.year} if target else None,
        "running_total": reading.running_total,
        "unique_since_start": reading.unique_since_start,
        "fiscal_years": {
            str(year): _figures(found) for year, found in reading.fiscal_years.items()
        },
    }


def youth_data(reading: "YouthReading", *, licence: str | None) -> DataRow:
    """Return the reading as open data gives it, with the licence once the city has set one."""
    return youth_json(reading) | ({"licence": licence} if licence else {})


def year_data(
    year: int, figures: "YearReading", rows: Sequence[DataRow], *, as_of: date, licence: str | None
) -> DataRow:
    """Return a year's figures and its breakdown; the rows are as published, if it is closed."""
    return {
        "fiscal_year": year,
        **_figures(figures),
        **data_file(BREAKDOWN_COLUMNS, rows, as_of=as_of, licence=licence),
    }


def youth_rows(reading: "YouthReading") -> Sequence[DataRow]:
    """Return the baseline, the fiscal years, the whole since the start, and the target."""
    baseline, target = reading.baseline, reading.target
    rows = [_youth_row(reading, "baseline", year=baseline.year, running_total=baseline.value)]
    rows += [
        _youth_row(
            reading,
            "fiscal_year",
            year=year,
            person_times=found.person_times,
            unique=found.unique,
            running_total=found.running_total,
            closed=found.closed,
            published_person_times=found.published.person_times if found.published else None,
            published_unique=found.published.unique_persons if found.published else None,
            published_running_total=found.published_running,
        )
        for year, found in reading.fiscal_years.items()
    ]
    whole = {"person_times": reading.person_times, "unique": reading.unique_since_start}
    rows.append(_youth_row(reading, "since_start", running_total=reading.running_total, **whole))
    if target:
        rows.append(_youth_row(reading, "target", year=target.year, running_total=target.value))
    return rows


def _figures(found: "YearReading") -> DataRow:
    """Return a year's figures, and what was published where a correction moved it since."""
    figures: DataRow = {
        "person_times": found.person_times,
        "unique": found.unique,
        "closed": found.closed,
    }
    if published := found.published:
        figures["published"] = {
            "person_times": published.person_times,
            "unique": published.unique_persons,
        }
    if found.published_running is not None:
        figures["published_running_total"] = found.published_running
    return figures


def _youth_row(reading: "YouthReading", row: str, **values: int | None) -> DataRow:
    return {
        **dict.fromkeys(column_names(YOUTH_COLUMNS)),
        "row": row,
        **values,
        "rule_version": reading.rule.version,
        "rule_locked": reading.rule.locked,
        "as_of": reading.as_of.isoformat(),
        CITY.name: CITY_CODE,
    }


def breakdown_rows(year: int, tables: Sequence["ShownTable"]) -> Sequence[DataRow]:
    """Return a year's tables line by line; a number that is not published is None."""
    return [
        {
            "table": table.dimension.value,
            "key": cell.key,
            **{
                f"name_{tag.lower().replace('-', '_')}": _name(cell.name, tag)
                for tag in ("ja", "en", "zh-Hant")
            },
            "person_times": cell.person_times,
            "fiscal_year": year,
            CITY.name: CITY_CODE,
        }
        for table in tables
        for cell in table.cells
    ]


def _name(name: "Localized | Message", tag: str) -> str | None:
    return translate(name, tag) if isinstance(name, Message) else name.get(tag)


def _number(value: Decimal | None) -> int | float | None:
    """Return a figure as JSON writes it; the source has one decimal at most."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
