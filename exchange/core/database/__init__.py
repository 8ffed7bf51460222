"""The database: base, column types, rows, sessions, clashes, triggers and the pager."""

from exchange.core.amounts import Money
from exchange.core.database.base import Base, reference_uuid, uuid7
from exchange.core.database.clashes import add_once, explain_clash, flush
from exchange.core.database.columns import (
    Localized,
    LocalizedType,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    localized_fields,
    partial_date_check,
)
from exchange.core.database.engine import (
    Database,
    ReadOnlyError,
    is_busy,
    repeated,
    take_turns,
    transact,
    unit_of_work,
)
from exchange.core.database.money import money
from exchange.core.database.names import NAME_COLUMNS, Name, PersonName
from exchange.core.database.outages import refusal_of
from exchange.core.database.pager import Order, Page, cut, paginate
from exchange.core.database.rows import (
    DemoMarked,
    Editable,
    Keyed,
    expect_version,
    present_values,
    raise_version,
    restate,
    stated,
)
from exchange.core.database.sealed import Encrypted, Sealed, seal, sealed_columns, unseal
from exchange.core.database.triggers import put_back_triggers, refuse
from exchange.core.database.upserts import upsert

__all__ = [
    "NAME_COLUMNS",
    "Base",
    "Database",
    "DemoMarked",
    "Editable",
    "Encrypted",
    "Keyed",
    "Localized",
    "LocalizedType",
    "Money",
    "Name",
    "Order",
    "Page",
    "PartialDateType",
    "PersonName",
    "ReadOnlyError",
    "Sealed",
    "UTCDateTime",
    "add_once",
    "bytewise",
    "cut",
    "enum_column",
    "expect_version",
    "explain_clash",
    "flush",
    "is_busy",
    "localized_fields",
    "money",
    "paginate",
    "partial_date_check",
    "present_values",
    "put_back_triggers",
    "raise_version",
    "reference_uuid",
    "refusal_of",
    "refuse",
    "repeated",
    "restate",
    "seal",
    "sealed_columns",
    "stated",
    "take_turns",
    "transact",
    "unit_of_work",
    "unseal",
    "upsert",
    "uuid7",
]
