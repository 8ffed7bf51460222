"""What rows have in common: keys, versions, the demo mark."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from exchange.core import clock
from exchange.core.database.base import uuid7
from exchange.core.database.columns import UTCDateTime
from exchange.core.errors import StaleRowError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Keyed:
    """A row with a client-made, time-ordered key."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-10)


class Editable(Keyed):
    """A row people edit: `version` rises with every change and is carried by its form."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class DemoMarked:
    """A row that load-demo may have made."""

    is_demo: Mapped[bool] = mapped_column(default=False)


def expect_version(row: Editable, version: int) -> None:
    """Raise StaleRowError, with the row's present values, when the form's version is not it."""
    if row.version != version:
        raise StaleRowError(theirs=present_values(row), version=row.version)


def raise_version(row: Editable) -> None:
    """Raise the version of a row of which only what hangs on it changes, whatever the clock says.

    With a fixed clock the instant alone would be no change, and an older form would be taken.
    """
    row.updated_at = clock.now()
    flag_modified(row, "updated_at")


def present_values(row: Editable) -> Mapping[str, object]:
    """Return the row's column values by attribute name."""
    mapper = row.__mapper__  # type: ignore[attr-defined]
    return {attribute.key: getattr(row, attribute.key) for attribute in mapper.column_attrs}


def stated(details: "DataclassInstance") -> dict[str, object]:
    """Return what a person states about a row by column, as its dataclass holds it."""
    return {part.name: getattr(details, part.name) for part in fields(details)}


def restate(row: Editable, values: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Set the columns that differ; return them as (old, new)."""
    changes = {
        name: (current, value)
        for name, value in values.items()
        if (current := getattr(row, name)) != value
    }
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    return changes
