"""What the texts of audit lines stand for: choices, days, instants, amounts, other rows, lists.

A line keeps a value as text. What it is a choice of is told by the columns of its field's name: of
what the act was done to, of the subject, of the room, of all rooms, the first of them that agree.
Otherwise the shape of the text tells. Which row a key or a slug is of is told by
`exchange.audit.pointing`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Enum, inspect

from exchange.core.amounts import Money
from exchange.core.database import Base, Localized, PartialDateType
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.messages import Message, label, message
from exchange.core.naming import Kinds
from exchange.core.offers import Subject
from exchange.core.reading import from_json, whole


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a row that no column says the kind of."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Slug:
    """The slug of a row of a kind."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """Several values, each by the name of what it is of, or by none."""

    parts: tuple[tuple[str, "Meaning"], ...]


Meaning: TypeAlias = (
    Message
    | Subject
    | Key
    | Slug
    | Several
    | date
    | FiscalYear
    | PartialDate
    | Localized
    | Money
    | str
)

#: How a yes and a no are kept, and nothing at all.
_WORDS: Final[Mapping[str, Message]] = {
    "True": message("core.yes"),
    "False": message("core.no"),
    "": message("audit.value.nothing"),
}
#: The fields that hold a slug, and of what.
_SLUGS: Final[Mapping[str, str]] = {
    "basis": "basis",
    "indicator": "indicator",
    "measures": "measure",
    "partner": "partner",
    "partners": "partner",
    "place": "partner",
    "projects": "leading_project",
}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")
_CLOCK: Final = re.compile(r"(\d\d:\d\d):\d\d")
_MONEY: Final = re.compile(r"Money\(minor=(-?\d+), currency='([A-Z]{3})'\)")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: in a line of an act about a kind of subject."""

    kinds: Kinds
    act: str
    about: str

    @property
    def room(self) -> str:
        """The room of the subject's rows; "" where it has none."""
        kind = self.kinds.get(self.about)
        return kind.room if kind else ""

    def column(self, field: str) -> ColumnElement[Any] | None:
        """Return the subject's own column of a field's name."""
        kind = self.kinds.get(self.about)
        return kind.column(field) if kind else None


def meant_by(place: Place, field: str, text: str) -> Meaning:
    """Return what the text of a field stands for; itself where it stands for nothing else."""
    if text in _WORDS:
        return _WORDS[text]
    return (
        _of_choices(place, field, text)
        or _of_pointer(place, field, text)
        or _of_dates(field, text)
        or _of_shape(place, field, text)
    )


def _of_choices(place: Place, field: str, text: str) -> Message | None:
    """Return the choice that columns of a name offer, where the nearest of them agree."""
    every = _columns().get(field, ())
    own = [column for column in (place.column(field),) if column is not None]
    same = [column for room, column in every if room == place.room]
    done_to = place.act.partition(".")[0].removesuffix("s")
    nearest = [column for column in same if done_to in column.table.name]
    for columns in (nearest, own, same, [column for _room, column in every]):
        said = {found.id: found for column in columns if (found := _chosen(column, text))}
        if len(said) == 1:
            return said.popitem()[1]
    return None


def _chosen(column: ColumnElement[Any], text: str) -> Message | None:
    if isinstance(column.type, Enum) and column.type.enum_class and text in column.type.enums:
        return label(column.type.enum_class(text))
    return None


def _of_pointer(place: Place, field: str, text: str) -> Subject | None:
    """Return the row that the subject's own foreign key names, where it is of a listed kind."""
    column, key = place.column(field), _key(text)
    if column is None or key is None:  # what is told of a row need not be its key
        return None
    tables = {each.column.table for each in column.foreign_keys}
    for name, each in place.kinds.items():
        if each.table is not None and inspect(each.table).local_table in tables:
            return Subject(name, key)
    return None


def _of_dates(field: str, text: str) -> PartialDate | None:
    """Return a date of which only the month may be known, where columns of a name hold such."""
    if not any(isinstance(each.type, PartialDateType) for _room, each in _columns().get(field, ())):
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


@cache
def _columns() -> Mapping[str, list[tuple[str, ColumnElement[Any]]]]:
    """Return every column by its name, each with its room."""
    found: dict[str, list[tuple[str, ColumnElement[Any]]]] = {}
    for mapper in Base.registry.mappers:
        room = mapper.class_.__module__.split(".")[1]
        for column in mapper.local_table.columns:
            found.setdefault(column.name, []).append((room, column))
    return found


def _of_shape(place: Place, field: str, text: str) -> Meaning:
    """Return what a text can only be by its shape."""
    if (key := _key(text)) is not None:
        return Key(key)
    if text[0] in "[{":
        return _compound(place, field, text)
    if field == "fiscal_year" and (year := whole(text)) is not None:
        return FiscalYear(year)
    if field in _SLUGS and _SLUG.fullmatch(text):
        return Slug(_SLUGS[field], text)
    return _moment(text) or _amount(text) or text


def _moment(text: str) -> date | str | None:
    """Return a day, an instant or a clock's time."""
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        return None
    found = _CLOCK.fullmatch(text)
    return found[1] if found else None


def _amount(text: str) -> Money | None:
    found = _MONEY.fullmatch(text)
    return Money(int(found[1]), found[2]) if found else None


def _compound(place: Place, field: str, text: str) -> Meaning:
    """Return what a list or a mapping that was written as JSON stands for."""
    try:
        found = from_json(text)
    except ValueError:
        return text
    if isinstance(found, list):
        parts = [("", each) for each in found]
    elif _is_localized(found):
        return Localized(found)
    else:
        parts = list(found.items())
    if not parts:
        return _WORDS[""]
    return Several(
        tuple((name, meant_by(place, name or field, _text(each))) for name, each in parts)
    )


def _is_localized(found: Mapping[str, object]) -> bool:
    """Say whether a mapping is a text by language."""
    tagged = all(_TAG.fullmatch(tag) and isinstance(said, str) for tag, said in found.items())
    return tagged and bool(found.get("ja"))


def _text(value: object) -> str:
    """Return a part of a compound value as a line writes a value by itself."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
