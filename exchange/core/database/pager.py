"""The one pager: keyset by (sort column, id), at most 50 rows, the count capped."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from exchange.core.dates import PartialDate
from exchange.core.errors import BadRequestError
from exchange.core.messages import message

Row = TypeVar("Row")

PAGE_SIZE: Final = 50
COUNT_CAP: Final = 1000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows; cursors are opaque texts for the URL, None at the ends."""

    rows: Sequence[Row]
    #: At most COUNT_CAP + 1: "1,000+" is printed beyond the cap.
    count: int
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def capped(self) -> bool:
        """Say whether there are more rows than were counted."""
        return self.count > COUNT_CAP


@dataclass(frozen=True, slots=True)
class _Codec:
    """How a sort value travels in a cursor; `read` raises ValueError."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("an instant before or after all time") from error


def _text(text: str) -> str:
    text.encode()  # a lone surrogate is no text either
    if "\x00" in text:
        raise ValueError("no text of ours")
    return text


def _integer(text: str) -> int:
    found = int(text)
    if abs(found) >= _INTEGER_LIMIT:
        raise ValueError("no integer of a column")
    return found


_INTEGER_LIMIT: Final = 2**31
#: By what a column gives back.
_CODECS: Final[Mapping[type, _Codec]] = {
    datetime: _Codec(datetime.isoformat, _instant),
    date: _Codec(date.isoformat, date.fromisoformat),
    PartialDate: _Codec(str, PartialDate.parse),
    str: _Codec(str, _text),
    int: _Codec(str, _integer),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Sorting of a list: one column, then the id, both in one direction."""

    column: InstrumentedAttribute[Any]
    key: InstrumentedAttribute[UUID]
    descending: bool = False


def paginate(
    session: Session, statement: Select[Row], order: Order, *, cursor: str | None = None
) -> Page[Row]:
    """Return the page of `statement` (unordered) that `cursor` names, in two statements.

    Raises BadRequestError when the cursor is not one of ours.
    """
    backwards, position = _read(cursor, order)
    descending = order.descending != backwards
    columns = tuple_(order.column, order.key)
    window = statement.limit(PAGE_SIZE + 1)
    if position is not None:
        bound = tuple_(
            literal(position[0], order.column.type), literal(position[1], order.key.type)
        )
        window = window.where(columns < bound if descending else columns > bound)
    directed = [c.desc() if descending else c.asc() for c in (order.column, order.key)]
    rows = list(session.scalars(window.order_by(*directed)))
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    capped = statement.with_only_columns(order.key).order_by(None).limit(COUNT_CAP + 1)
    return Page(
        rows=rows,
        count=session.scalar(select(func.count()).select_from(capped.subquery())) or 0,
        next_cursor=_write(rows[-1], order, "n") if rows and (more or backwards) else None,
        previous_cursor=_write(rows[0], order, "p")
        if rows and (more if backwards else position is not None)
        else None,
    )


def _codec(order: Order) -> _Codec:
    return _CODECS[order.column.type.python_type]


def _write(row: object, order: Order, direction: str) -> str:
    value = _codec(order).write(getattr(row, order.column.key))
    key: UUID = getattr(row, order.key.key)
    raw = json.dumps([direction, order.column.key, value, key.hex])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read(cursor: str | None, order: Order) -> tuple[bool, tuple[Any, UUID] | None]:
    """Return (backwards, position) of a cursor of this order."""
    if not cursor:
        return False, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, column, value, key = json.loads(raw)
        if column != order.column.key:
            raise ValueError("a cursor of another order")
        return direction == "p", (_codec(order).read(value), UUID(key))
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise BadRequestError(message("core.error.cursor")) from error
