"""The files of partners and anniversaries, as programs read of them."""

from collections.abc import Iterator, Sequence
from typing import Final

from exchange.agreements.opendata import ANNIVERSARY_COLUMNS, PARTNER_COLUMNS, Column, schema
from exchange.core.describing import CSV, JSON, SCHEMA, DataAddress, Schema
from exchange.core.messages import Message, message

_SCHEMA_OF: Final = message("agreements.data.schema_of")


def schema_address(endpoint: str, path: str) -> DataAddress:
    """Describe the address of a file's JSON Schema."""
    return DataAddress(endpoint, path, _SCHEMA_OF, SCHEMA, lambda language: {"type": "object"})


def file_addresses(
    endpoint: str, path: str, meaning: Message, *, title: str, columns: Sequence[Column]
) -> Iterator[DataAddress]:
    """Describe both forms of a file of rows."""

    def rows(language: str) -> Schema:
        return schema(title, columns, language)

    yield DataAddress(endpoint, f"{path}.json", meaning, JSON, rows)
    yield DataAddress(endpoint, f"{path}.csv", meaning, CSV)


ADDRESSES: Final = (
    *file_addresses(
        "open_data.partners",
        "/open-data/partners",
        message("agreements.data.partners"),
        title="partners",
        columns=PARTNER_COLUMNS,
    ),
    schema_address("open_data.schema_file", "/open-data/partners.schema.json"),
    *file_addresses(
        "open_data.anniversaries",
        "/open-data/anniversaries",
        message("agreements.data.anniversaries"),
        title="anniversaries",
        columns=ANNIVERSARY_COLUMNS,
    ),
    schema_address("open_data.schema_file", "/open-data/anniversaries.schema.json"),
)
