"""Who did what with what is kept about a pupil, for a copy: each value, or the reason why not."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import Session

from exchange.attachments.models import DocumentVersion
from exchange.audit.models import AuditLine
from exchange.audit.queries import lines_about
from exchange.audit.wording import field_words
from exchange.core.erasures import Part, Search
from exchange.core.messages import Message, label, message
from exchange.core.offers import Subject
from exchange.privacy.copying import INNER, table_of, why_withheld
from exchange.privacy.enums import Withheld
from exchange.privacy.enums.columns import KeptColumn
from exchange.privacy.meaning import Doer, meaning_of, meant
from exchange.privacy.models import Disclosure
from exchange.privacy.queries.names import NAMED, names_of
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import Achievement, ChangeRequest, ConsentRequest, PupilReport

#: Whose columns an act tells of first, by its room, where its line is about another row.
ROWS_OF_ACTS: Final[Mapping[str, type[Any]]] = {
    "achievements": Achievement,
    "changes": ChangeRequest,
    "consents": ConsentRequest,
    "disclosures": Disclosure,
    "documents": DocumentVersion,
    "reports": PupilReport,
}
#: What no column explains and looks like this is a key or a code of the program.
_CODE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+(_[a-z]+)*")
_ANSWERS: Final = {"True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Changed:
    """What one field held before and after; None is nothing."""

    field: str
    words: Message
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Logged:
    """Who changed, read, printed or exported something of the pupil, and what for."""

    at: datetime
    #: A person with an account by name; whoever else did it, or what did it by itself.
    who: str | Doer
    act: str
    purpose: str | None
    changes: Sequence[Changed]
    #: Why the other values are not told, by field.
    withheld: Mapping[str, Withheld]


#: What a field is called, and how its text is read.
_Reading = tuple[Message, Callable[[str], object]]
_Names = Mapping[str, Mapping[object, object]]


def logged(search: Search, parts: Sequence[Part]) -> Sequence[Logged]:
    """Read who did what with what was found, the oldest first."""
    known = {Subject("registration", key) for key in search.person.registrations}
    tables = {part.subject: table_of(part) for part in parts if part.subject}
    lines = lines_about(search.session, search.subjects | known)
    names = _names(search.session, lines)
    return [_logged(line, tables.get(line.subject_kind), names) for line in lines]


def _logged(line: AuditLine, table: Table | None, names: _Names) -> Logged:
    changes, withheld = [], {}
    for value in line.values:
        found = _reading(line, value.field, table, names)
        texts = [text for text in (value.old, value.new) if text is not None]
        if isinstance(found, Withheld):
            withheld[value.field] = found
        elif found[1] is _as_written and any(_CODE.fullmatch(text) for text in texts):
            withheld[value.field] = Withheld.INNER
        else:
            words, read = found
            old, new = (None if text is None else read(text) for text in (value.old, value.new))
            changes.append(Changed(value.field, words, old, new))
    who = line.actor_name if line.actor_id else Doer(line.actor_name)
    return Logged(line.at, who, line.act, line.purpose, changes, withheld)


def _reading(
    line: AuditLine, field: str, table: Table | None, names: _Names
) -> _Reading | Withheld:
    """Say what a field of a line is called and how it is read, or why it is kept back."""
    if line.act in _BY_ACT:
        return _BY_ACT[line.act](field)
    column = _column(line, field, table)
    if column is None:
        return _beside(field)
    why = why_withheld(column.table.name, column)
    if why is not None:
        return why
    read = partial(_name, names[field]) if field in NAMED else partial(_value, column)
    return label(KeptColumn(field)), read


def _column(line: AuditLine, field: str, table: Table | None) -> Column[Any] | None:
    """Return the column that a field is, of the row the act is about or of its subject."""
    own = ROWS_OF_ACTS.get(line.act.partition(".")[0])
    for each in (inspect(own).local_table if own else None, table):
        if each is not None and field in each.columns:
            return cast(Column[Any], each.columns[field])
    return None


def _beside(field: str) -> _Reading | Withheld:
    """Say the same of what is no column of a row."""
    words = None if field in INNER else field_words("youth", field)
    if words is None:
        return Withheld.INNER
    return words, _columns if field == "fields" else _as_written


def _answer_of(field: str) -> _Reading:
    giver, _, purpose = field.partition("_")
    who, what = label(ConsentGiver(giver)), label(ConsentPurpose(purpose))
    return message("privacy.copy.consent", giver=who, purpose=what), ConsentAnswer


def _check_of(field: str) -> _Reading:
    return label(Requirement(field)), _as_written


def _names(session: Session, lines: Sequence[AuditLine]) -> _Names:
    """Return what the rows are called that keys in the values name, a statement a field."""
    keys: dict[str, set[object]] = {field: set() for field in NAMED}
    for line in lines:
        for value in line.values:
            if value.field in NAMED:
                keys[value.field] |= set(_keys(value.old, value.new))
    return {field: names_of(session, field, found) for field, found in keys.items() if found}


def _keys(*texts: str | None) -> Iterator[UUID]:
    for text in texts:
        if text is not None:
            yield UUID(text)


def _name(names: Mapping[object, object], text: str) -> object:
    return names.get(UUID(text))


def _value(column: Any, text: str) -> object:  # noqa: ANN401 - a column of any type
    return meaning_of(KeptColumn(column.name), meant(column, text))


def _columns(text: str) -> object:
    return [label(KeptColumn(name)) for name in json.loads(text)]


def _as_written(text: str) -> object:
    return _ANSWERS.get(text, text)


#: Acts whose fields are no columns but what was answered or found.
_BY_ACT: Final[Mapping[str, Callable[[str], _Reading]]] = {
    "consents.answer": _answer_of,
    "registrations.check": _check_of,
}
