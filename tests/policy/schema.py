"""A whole schema as plain values, so that two databases can be compared."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Inspector, inspect

from exchange.core.database.triggers import trigger_names

#: Alembic's own book-keeping is no part of the models.
_NOT_OURS = {"alembic_version"}


def snapshot(connection: Connection) -> Mapping[str, Any]:
    """Return tables with columns, named constraints and indexes, and the triggers."""
    inspector = inspect(connection)
    tables = set(inspector.get_table_names()) - _NOT_OURS
    return {
        "tables": {name: _table(inspector, name) for name in sorted(tables)},
        "triggers": sorted(trigger_names(connection)),
    }


def _table(inspector: Inspector, name: str) -> Mapping[str, Any]:
    return {
        "columns": {
            column["name"]: (
                str(column["type"].compile(dialect=inspector.dialect)),
                getattr(column["type"], "collation", None),
                column["nullable"],
                column["default"],
            )
            for column in inspector.get_columns(name)
        },
        "primary key": inspector.get_pk_constraint(name),
        "foreign keys": _named(inspector.get_foreign_keys(name)),
        "unique": _named(inspector.get_unique_constraints(name)),
        "checks": _named(inspector.get_check_constraints(name)),
        "indexes": _named(inspector.get_indexes(name)),
    }


def _named(items: Any) -> Mapping[str, str]:  # noqa: ANN401 - the inspector's typed dicts
    """Key by name, which every constraint of ours must have."""
    return {
        str(item["name"]): repr(sorted(_plain(item).items(), key=lambda pair: pair[0]))
        for item in items
    }


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Write SQL expressions, such as an index's condition, out as text."""
    options = item.get("dialect_options", {})
    return {**item, "dialect_options": {name: str(value) for name, value in options.items()}}
