"""The JSON Schemas of the youth indicator's files: a reading, and a year with its breakdown."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from exchange.agreements.opendata import DataRow, schema
from exchange.core.languages import Language
from exchange.indicators.opendata import BREAKDOWN_COLUMNS

_WHOLE: Final = {"type": "integer"}
_FLAG: Final = {"type": "boolean"}


def _object(properties: Mapping[str, object], *optional: str) -> DataRow:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


_FIGURES: Final = {"person_times": _WHOLE, "unique": _WHOLE}
_FIGURE: Final = _object({"value": _WHOLE, "year": _WHOLE})
#: What is there of a year that was corrected after it was closed alone.
_PUBLISHED: Final = {"published": _object(_FIGURES), "published_running_total": _WHOLE}
_YEAR: Final = {**_FIGURES, "closed": _FLAG, **_PUBLISHED}
_TEXT: Final = {"type": "string"}
YOUTH: Final[DataRow] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "youth-participation",
    **_object(
        {
            "as_of": {"type": "string", "format": "date"},
            "rule": _object({"version": _WHOLE, "locked": _FLAG}),
            "baseline": _FIGURE,
            "target": {"anyOf": [_FIGURE, {"type": "null"}]},
            "running_total": _WHOLE,
            "unique_since_start": _WHOLE,
            "fiscal_years": {"type": "object", "additionalProperties": _object(_YEAR, *_PUBLISHED)},
            "licence": _TEXT,
        },
        "licence",
    ),
}


@cache
def schema_of_a_year(language: str = Language.EN) -> DataRow:
    """Describe a file of rows with the year's figures above them."""
    rows = schema("youth-participation-year", BREAKDOWN_COLUMNS, language)
    properties = {"fiscal_year": _WHOLE, **_YEAR, **rows["properties"]}  # type: ignore[dict-item]
    return {**rows, **_object(properties, "licence", *_PUBLISHED)}
