"""The one pager: keyset by (sort column, id), at most 50 rows, the count capped."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    type: type
    write: Callable[[Any], str]
    read: Callable[[str], Any]


#: How a sort value travels in a cursor; datetime stands before date, its base.
_CODECS: Final = {
    "t": _Codec(datetime, datetime.isoformat, datetime.fromisoformat),
    "d": _Codec(date, date.isoformat, date.fromisoformat),
    "p": _Codec(PartialDate, str, PartialDate.parse),
    "s": _Codec(str, str, str),
    "i": _Codec(int, str, int),
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
    backwards, position = _read(cursor)
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


def _write(row: object, order: Order, direction: str) -> str:
    value = getattr(row, order.column.key)
    kind = next(tag for tag, codec in _CODECS.items() if isinstance(value, codec.type))
    key = getattr(row, order.key.key)
    raw = json.dumps([direction, kind, _CODECS[kind].write(value), key.hex])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read(cursor: str | None) -> tuple[bool, tuple[Any, UUID] | None]:
    """Return (backwards, position) of a cursor."""
    if not cursor:
        return False, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, kind, text, key = json.loads(raw)
        return direction == "p", (_CODECS[kind].read(text), UUID(key))
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequestError(message("core.error.cursor")) from error
