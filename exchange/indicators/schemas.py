"""The JSON Schema of the youth indicator's file, which is a reading and not a table."""

from collections.abc import Mapping
from typing import Final

from exchange.agreements.opendata import DataRow

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
_YEAR: Final = _object(
    {**_FIGURES, "closed": _FLAG, "published": _object(_FIGURES)},
    "published",
)
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
            "fiscal_years": {"type": "object", "additionalProperties": _YEAR},
        }
    ),
}
