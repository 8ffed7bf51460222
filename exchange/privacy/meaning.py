"""What a kept value means: codes, JSON and the texts of the audit as the values they stand for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Date, Integer
from sqlalchemy import Enum as EnumType

from exchange.core.database import Localized, LocalizedType, PartialDateType, UTCDateTime
from exchange.core.dates import PartialDate
from exchange.hosting.enums import Animal, Conflict
from exchange.privacy.enums.columns import KeptColumn
from exchange.youth.models import Pupil, Registration

_C: Final = KeptColumn
#: Who did something, by name: a person, or what did it by itself.
_DOERS: Final = frozenset(
    {each for each in _C if each.value.endswith("_by")} | {_C.ACTOR_NAME, _C.AUTHOR_NAME}
)
#: What a request or an application says of a pupil, by the column it would stand in.
_OF_PUPIL: Final[Mapping[str, Column[Any]]] = {
    **Pupil.__table__.columns,  # type: ignore[dict-item]  # a mapped table's columns, by name
    **Registration.__table__.columns,  # type: ignore[dict-item]
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, by its BCP 47 tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did something: a person's name, or what a line calls a part of the program."""

    name: str

    def __str__(self) -> str:
        return self.name


def meaning_of(name: KeptColumn, value: object) -> object:
    """Return what a column's value means."""
    if value is None or value == "":
        return None
    if name in _DOERS:
        return Doer(str(value))
    return _MEANINGS[name](value) if name in _MEANINGS else value


def meant(column: Column[Any], text: str) -> object:
    """Return the value of a column that was written as a text; what says none stays a text."""
    try:
        return _read(column, text)
    except (ValueError, KeyError):
        return text


def _read(column: Column[Any], text: str) -> object:
    match column.type:
        case EnumType(enum_class=enum) if enum is not None:
            return enum(text)
        case kind:
            return _READERS.get(type(kind), str)(text)


def _of_pupil(found: Any) -> Mapping[KeptColumn, object]:  # noqa: ANN401 - whatever JSON gives
    """Return what is said of a pupil, column by column, without the keys of other rows."""
    said = json.loads(found) if isinstance(found, str) else found
    known = set(KeptColumn)
    return {
        KeptColumn(name): meant(_OF_PUPIL[name], text)
        for name, text in said.items()
        if text and name in known and name in _OF_PUPIL and not name.endswith("_id")
    }


#: How a text of the audit is read, by the type of its column.
_READERS: Final[Mapping[type[Any], Callable[[str], object]]] = {
    Boolean: lambda text: {"True": True, "False": False}[text],
    Date: date.fromisoformat,
    Integer: int,
    JSON: json.loads,
    LocalizedType: lambda text: Localized(json.loads(text)),
    PartialDateType: PartialDate.parse,
    UTCDateTime: datetime.fromisoformat,
}
_MEANINGS: Final[Mapping[KeptColumn, Callable[[Any], object]]] = {
    _C.ACCEPTED: lambda codes: [Conflict(each) for each in codes],
    _C.AFTER: _of_pupil,
    _C.ANIMALS: lambda codes: [Animal(each) for each in codes],
    _C.ANSWERS: _of_pupil,
    _C.BEFORE: _of_pupil,
    _C.GUARDIAN_LANGUAGE: Tongue,
    _C.HONORIFICS: lambda found: list(found.values()),
    _C.LANGUAGE: Tongue,
    _C.REMINDED_DAY: lambda days: days or None,
    _C.LANGUAGES: lambda codes: [Tongue(each) for each in codes],
}
