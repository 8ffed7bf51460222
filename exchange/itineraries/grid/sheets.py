"""A pasted block, or our workbook sent again: which column is what, which row is which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.itineraries.enums import Column
from exchange.itineraries.grid.cells import read_day, read_span, split_cities
from exchange.itineraries.grid.rows import Known, Setting, TypedRow
from exchange.itineraries.grid.writing import day_cell, span_cell

MOST_ROWS: Final = 400
#: Titles may stand above the line that names the columns.
_HEADER_WITHIN: Final = 10
_NAMED_AT_LEAST: Final = 2
_KEY: Final = "key"
_END: Final = "end"

#: What a heading's words say, the more particular first.
_HEADINGS: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    (_KEY, ("番号", "rowid", "編號")),
    (Column.LODGING, ("宿泊", "ホテル", "lodging", "hotel", "住宿")),
    (Column.MEAL, ("食事", "meal", "用餐", "餐")),
    (Column.TRANSPORT, ("交通", "移動", "便名", "transport")),
    (Column.CITY, ("都市", "発着地", "地名", "city", "城市")),
    (Column.PLACE, ("場所", "会場", "訪問先", "place", "venue", "地點")),
    (_END, ("終了", "到着", "finish", "end", "結束")),
    (Column.TIME, ("時刻", "時間", "開始", "出発", "time", "start")),
    (Column.TITLE, ("行程", "内容", "予定", "programme", "program", "what", "內容")),
    (Column.TRACK, ("班", "コース", "グループ", "track", "group", "組")),
    (Column.DAY, ("月日", "日付", "日程", "日次", "日", "date", "day")),
)
#: The order of a block without headings.
_USUAL: Final = tuple(Column)

Places = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a block, and the saved rows it no longer names; empty for one without our keys."""

    rows: Sequence[TypedRow]
    removed: frozenset[UUID] = frozenset()


def read_block(rows: Sequence[Sequence[str]], setting: Setting) -> Block:
    """Return the rows of a block, each matched with what is saved.

    Raises DomainError for a block without rows, or with more than a programme has.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    places, body = _columns(filled, setting)
    found = list(_carried([_cells(row, places) for row in body], setting))
    if not found:
        raise DomainError(message("itineraries.error.empty_block"), field="text")
    if len(found) > MOST_ROWS:
        raise DomainError(message("itineraries.error.too_many", most=MOST_ROWS), field="text")
    matched = _matched(found, setting.known)
    present = {key for _, key in matched if key}
    typed = [_typed(cells, setting.known.get(key) if key else None, key) for cells, key in matched]
    keyed = _KEY in places.values()
    return Block(typed, frozenset(set(setting.known) - present) if keyed else frozenset())


def _columns(
    rows: Sequence[Sequence[str]], setting: Setting
) -> tuple[Places, Sequence[Sequence[str]]]:
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        named = _named(row)
        if len(named) >= _NAMED_AT_LEAST and Column.TITLE in named.values():
            return named, rows[at + 1 :]
    order: Sequence[str] = _USUAL
    if rows and not any(_is_day(row[0], setting) for row in rows if len(row) > 1):
        order = _USUAL[1:]
    return dict(enumerate(order)), rows


def _named(row: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, heading in enumerate(row):
        plain = fold(heading)
        name = next(
            (name for name, words in _HEADINGS if any(fold(word) in plain for word in words)), None
        )
        if plain and name and name not in found.values():
            found[place] = name
    return found


def _cells(row: Sequence[str], places: Places) -> dict[str, str]:
    return {name: row[place] if place < len(row) else "" for place, name in places.items()}


def _carried(rows: Sequence[dict[str, str]], setting: Setting) -> Iterator[dict[str, str]]:
    """Yield rows with the day and the city of the row above where a merged cell left them blank.

    A line that holds a day alone stands above the rows of that day.
    """
    day = city = ""
    for cells in rows:
        said = [text for name, text in cells.items() if text and name != _KEY]
        if len(said) == 1 and _is_day(said[0], setting):
            day, city = _plain_day(said[0], setting), ""
            continue
        day = _plain_day(cells.get(Column.DAY, ""), setting) or day
        carried = dict(cells)
        if day:
            carried[Column.DAY] = day
        if Column.TIME in cells:
            carried[Column.TIME] = _plain_time(cells)
        if Column.CITY in cells:
            carried[Column.CITY] = city = cells[Column.CITY] or city
            first, last = split_cities(city)
            city = last or first
        yield carried


def _plain_day(text: str, setting: Setting) -> str:
    """Return a day as the grid writes it, what cannot be read as it was typed."""
    try:
        return day_cell(read_day(text, first=setting.first, last=setting.last)) if text else ""
    except DomainError:
        return text


def _is_day(text: str, setting: Setting) -> bool:
    try:
        read_day(text, first=setting.first, last=setting.last)
    except DomainError:
        return False
    return True


def _plain_time(cells: Mapping[str, str]) -> str:
    text = "-".join(filter(None, [cells.get(Column.TIME, ""), cells.get(_END, "")]))
    try:
        return span_cell(read_span(text)) if text else ""
    except DomainError:
        return text


def _matched(
    rows: Sequence[dict[str, str]], known: Mapping[UUID, Known]
) -> Sequence[tuple[dict[str, str], UUID | None]]:
    """Name for each row the saved one it is: by our key, else by its likeness, closest first."""
    found: dict[int, UUID] = {}
    for at, cells in enumerate(rows):
        key = _key(cells.get(_KEY, ""))
        if key is not None and key in known and key not in found.values():
            found[at] = key
    for like in (
        (Column.DAY, Column.TIME, Column.TITLE),
        (Column.DAY, Column.TITLE),
        (Column.DAY, Column.TIME, Column.TRACK),
    ):
        _match_by(like, rows, known, found)
    return [(cells, found.get(at)) for at, cells in enumerate(rows)]


def _match_by(
    like: Sequence[Column],
    rows: Sequence[dict[str, str]],
    known: Mapping[UUID, Known],
    found: dict[int, UUID],
) -> None:
    """Match what is alike in these columns and stands alone in that, on either side."""
    left: dict[tuple[str, ...], list[UUID]] = {}
    for key, row in known.items():
        if key not in found.values():
            left.setdefault(tuple(row.cells.get(each, "") for each in like), []).append(key)
    for at, cells in enumerate(rows):
        keys = left.get(tuple(cells.get(each, "") for each in like), [])
        if at not in found and not cells.get(_KEY) and keys:
            found[at] = keys.pop(0)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _typed(cells: Mapping[str, str], known: Known | None, key: UUID | None) -> TypedRow:
    """Return a row as if it had been typed; a column the block lacks keeps what is saved."""
    saved = known.cells if known else {}
    said = {column: cells.get(column, saved.get(column, "")) for column in Column}
    if known and key:
        return TypedRow(key=key, version=known.version, cells=said, opened=saved)
    return TypedRow(key=uuid7(), version=0, cells=said)
