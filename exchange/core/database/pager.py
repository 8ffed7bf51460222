"""The one pager: keyset by (sort columns, id), at most 50 rows, the count capped."""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Tuple, func, literal, select, tuple_
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import InstrumentedAttribute, Session

from exchange.core.dates import PartialDate
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import from_json

Row = TypeVar("Row")
Found = TypeVar("Found")

PAGE_SIZE: Final = 50
COUNT_CAP: Final = 1000
#: The name in the cursors of lists that are computed.
_CUT: Final = "cut"


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
    UUID: _Codec(str, UUID),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Sorting of a list: one column, `then` others, at last the id, all in one direction.

    They may be columns of joined tables; none of them may be null. With `places` (a select of
    every row's key, joined as the columns need) cursors carry the id alone, and where it stands
    is looked up: names stay out of addresses. Beyond a row that is gone, the list starts anew.
    """

    column: InstrumentedAttribute[Any]
    key: InstrumentedAttribute[UUID]
    descending: bool = False
    then: tuple[InstrumentedAttribute[Any], ...] = ()
    places: Select[UUID] | None = None

    @property
    def columns(self) -> tuple[InstrumentedAttribute[Any], ...]:
        """All of them, the id last."""
        return (self.column, *self.then, self.key)

    @property
    def name(self) -> str:
        """What tells its cursors from those of other orders."""
        return ",".join(column.key for column in (self.column, *self.then))

    @property
    def told(self) -> tuple[InstrumentedAttribute[Any], ...]:
        """Those whose values travel in cursors."""
        return self.columns if self.places is None else (self.key,)


#: Given where the cursor's row stands (None: from the start) and whether rows descend from there,
#: returns what the rows of the page have in common.
Near = Callable[[Tuple | None, bool], ColumnElement[bool]]


def paginate(
    session: Session,
    statement: Select[Row],
    order: Order,
    *,
    cursor: str | None = None,
    count: int | None = None,
    near: Near | None = None,
    size: int = PAGE_SIZE,
) -> Page[Row]:
    """Return the page of `statement` (unordered) that `cursor` names, in one statement.

    It counts too, unless the `count` is known already; a page beyond the last row asks once more.
    `near` leaves out what cannot be on the page, so that less is sorted; it changes no page.
    Raises BadRequestError when the cursor is not one of ours.
    """
    backwards, position = _read(cursor, order)
    descending = order.descending != backwards
    counted: ColumnElement[int] = _count(statement, order) if count is None else literal(count)
    window = statement.add_columns(counted, *order.columns).limit(size + 1)
    bound = None if position is None else _bound(order, position)
    window = window.where(*_within(order, bound, near, descending))
    directed = [c.desc() if descending else c.asc() for c in order.columns]
    found = list(session.execute(window.order_by(*directed)))
    if position is not None and order.places is not None and not found:
        # Its row is gone: from the start.
        return paginate(session, statement, order, count=count, near=near, size=size)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    return Page(
        rows=[row[0] for row in found],
        count=_counted(found, order) if found or position is None else _asked(session, counted),
        next_cursor=_write(found[-1], order, "n") if found and (more or backwards) else None,
        previous_cursor=_write(found[0], order, "p")
        if found and (more if backwards else position is not None)
        else None,
    )


def cut(
    rows: Sequence[Found], key: Callable[[Found], tuple[str, ...]], *, cursor: str | None = None
) -> Page[Found]:
    """Return the page that `cursor` names of rows that are computed, not stored, by their keys.

    A key is all texts and each row's own. Raises BadRequestError as `paginate` does.
    """
    ordered = sorted(rows, key=key)
    keys = [key(row) for row in ordered]
    backwards, told = _unpack(cursor, _CUT)
    if told is None:
        first = 0
    elif backwards:
        first = max(0, bisect_left(keys, tuple(told)) - PAGE_SIZE)
    else:
        first = bisect_right(keys, tuple(told))
    last = min(first + PAGE_SIZE, len(ordered))
    return Page(
        rows=ordered[first:last],
        count=min(len(ordered), COUNT_CAP + 1),
        next_cursor=_pack("n", _CUT, keys[last - 1]) if first < last < len(ordered) else None,
        previous_cursor=_pack("p", _CUT, keys[first]) if 0 < first < last else None,
    )


def _within(
    order: Order, bound: Tuple | None, near: Near | None, descending: bool
) -> Iterator[ColumnElement[bool]]:
    """Yield what holds of the rows of a page: beyond the cursor's row, and near it."""
    if bound is not None:
        columns = tuple_(*order.columns)
        yield columns < bound if descending else columns > bound
    if near is not None:
        yield near(bound, descending)


def _bound(order: Order, position: Sequence[Any]) -> Tuple:
    """Return where the row of a cursor stands."""
    if order.places is None:
        told = zip(position, order.columns, strict=True)
        return tuple_(*(literal(value, column.type) for value, column in told))
    labelled = [column.label(f"place_{at}") for at, column in enumerate(order.columns)]
    place = order.places.with_only_columns(*labelled).where(order.key == position[0]).subquery()
    return tuple_(*place.c)


def _counted(found: Sequence[SqlRow[Any]], order: Order) -> int:
    """Return the count, which stands before the sort values of every row; 0 without any."""
    return min(found[0][-len(order.columns) - 1], COUNT_CAP + 1) if found else 0


def _asked(session: Session, counted: ColumnElement[int]) -> int:
    """Return the count for a page beyond the last row, which has no row to carry it."""
    return min(session.scalar(select(counted)) or 0, COUNT_CAP + 1)


def _count(statement: Select[Any], order: Order) -> ScalarSelect[int]:
    capped = statement.with_only_columns(order.key).order_by(None).limit(COUNT_CAP + 1)
    return select(func.count()).select_from(capped.subquery()).scalar_subquery()


def _codecs(order: Order) -> Sequence[_Codec]:
    return [_CODECS[column.type.python_type] for column in order.told]


def _write(row: SqlRow[Any], order: Order, direction: str) -> str:
    values = row[-len(order.told) :]
    told = [codec.write(value) for codec, value in zip(_codecs(order), values, strict=True)]
    return _pack(direction, order.name, told)


def _read(cursor: str | None, order: Order) -> tuple[bool, Sequence[Any] | None]:
    """Return (backwards, position) of a cursor of this order."""
    backwards, told = _unpack(cursor, order.name)
    if told is None:
        return backwards, None
    try:
        return backwards, [
            codec.read(text) for codec, text in zip(_codecs(order), told, strict=True)
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequestError(message("core.error.cursor")) from error


def _pack(direction: str, name: str, told: Sequence[str]) -> str:
    raw = json.dumps([direction, name, *told])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _unpack(cursor: str | None, name: str) -> tuple[bool, Sequence[str] | None]:
    """Return (backwards, the position's texts) of a cursor under a name."""
    if not cursor:
        return False, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, written, *told = from_json(raw)
        if written != name or not all(isinstance(text, str) for text in told):
            raise ValueError("a cursor of another order")
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadRequestError(message("core.error.cursor")) from error
    return direction == "p", told
