"""What is kept about a pupil, read whole for a copy: every column, or the reason why not.

The tables are those an erasure empties: what is found there is what the copy holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Table, inspect, select, tuple_
from sqlalchemy.orm import Session, undefer

from exchange.attachments.models import DocumentVersion
from exchange.core.database import Base, Encrypted, unseal
from exchange.core.erasures import Found, Held, Part, Search
from exchange.core.keys import Keyring
from exchange.privacy.enums import Withheld
from exchange.privacy.enums.columns import KeptColumn
from exchange.privacy.meaning import meaning_of
from exchange.privacy.models import Disclosure
from exchange.privacy.queries.names import NAMED, names_of

#: Values that only the program needs, in whichever table.
INNER: Final = frozenset(
    {
        *("version", "updated_at", "is_demo", "generation", "tries", "position"),
        *("search_key", "sort_key", "match_key", "subject_kind", "kept_ids", "joined_ids"),
        *("length", "sha256", "width", "height", "media_type", "was_begun", "suggested"),
        *("choices", "outcome", "made", "error"),
    }
)
#: By what the rows of a table follow each other, where it has them.
_IN_ORDER: Final = (
    *("asked_on", "submitted_at", "written_at", "recorded_at", "at", "added_at", "created_at"),
    "number",
)
#: Tables of which no value is a person's own, or none has been handed in: it is kept for an hour.
_INNER_TABLES: Final = frozenset({"jobs", "kept_forms"})
#: Tables of which the copy tells elsewhere: old and new values stand with who changed them.
_TOLD_ELSEWHERE: Final = frozenset({"audit_values"})
#: What is kept back by itself, and why.
WITHHELD: Final[Mapping[tuple[str, str], Withheld]] = {
    ("disclosures", "body"): Withheld.INNER,
    ("document_versions", "body"): Withheld.IN_FILES,
    ("links", "purpose"): Withheld.INNER,
    ("links", "token_hash"): Withheld.SECRET,
    ("mails", "body"): Withheld.SECRET,
    ("result_notices", "way"): Withheld.INNER,
    ("rosters", "kept"): Withheld.OTHERS,
    ("scores", "assessor"): Withheld.ASSESSOR,
}


@dataclass(frozen=True, slots=True)
class Copied:
    """The rows of one table about a pupil, column by column, as what they mean."""

    held: Held
    table: str
    columns: Sequence[KeptColumn]
    rows: Sequence[Mapping[KeptColumn, object]]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file about a pupil, as it was kept."""

    name: str
    body: bytes


def table_of(part: Part) -> Table:
    """Return the table of a part."""
    found = inspect(part.table).local_table
    assert isinstance(found, Table), "every part is a table"
    return found


def why_withheld(table: str, column: Column[Any]) -> Withheld | None:
    """Say why a column is not in the copy; None where it is."""
    by_itself = WITHHELD.get((table, column.name))
    if by_itself is not None:
        return by_itself
    is_nameless = _is_key(column) and column.name not in NAMED
    inner = column.name in INNER or table in _INNER_TABLES or is_nameless
    return Withheld.INNER if inner else None


def copied(search: Search, found: Sequence[Found]) -> Sequence[Copied]:
    """Read what was found, in the order of the parts, where anything was."""
    read = []
    for each in found:
        table, columns = table_of(each.part).name, _columns(each.part)
        if each.keys and columns and table not in _TOLD_ELSEWHERE:
            rows = _rows(search.session, each, columns, search.ring)
            read.append(Copied(each.part.held, table, columns, rows))
    return sorted(read, key=lambda each: list(Held).index(each.held))


def without(found: Sequence[Found], row: Disclosure) -> Sequence[Found]:
    """Leave the request itself out of what was found: it is what the copy answers."""
    return [
        replace(each, keys=[key for key in each.keys if key != (row.id,)])
        if each.part.table is Disclosure
        else each
        for each in found
    ]


def files_of(search: Search, found: Sequence[Found]) -> Sequence[KeptFile]:
    """Read the files that were found."""
    keys = [key for each in found if each.part.table is DocumentVersion for (key,) in each.keys]
    rows = search.session.scalars(
        select(DocumentVersion)
        .where(DocumentVersion.id.in_(keys))
        .options(undefer(DocumentVersion.body))
        .order_by(DocumentVersion.added_at, DocumentVersion.id)
    )
    return [KeptFile(row.file_name, row.body) for row in rows]


def _columns(part: Part) -> Sequence[KeptColumn]:
    table = table_of(part)
    return [
        KeptColumn(column.name)
        for column in table.columns
        if why_withheld(table.name, column) is None
    ]


def _rows(
    session: Session, found: Found, columns: Sequence[KeptColumn], ring: Keyring
) -> Sequence[Mapping[KeptColumn, object]]:
    table = table_of(found.part)
    keys = tuple_(*table.primary_key.columns)
    rows = session.scalars(
        select(found.part.table).where(keys.in_(found.keys)).order_by(*table.primary_key.columns)
    )
    read = [{name: _value(row, table, name, ring) for name in columns} for row in rows]
    named = {
        name: names_of(session, name.value, {row[name] for row in read})
        for name in columns
        if name.value in NAMED
    }
    told = [
        {
            name: named[name].get(value) if name in named else meaning_of(name, value)
            for name, value in row.items()
        }
        for row in read
    ]
    return sorted(told, key=_place)


def _place(row: Mapping[KeptColumn, object]) -> tuple[tuple[bool, Any], ...]:
    """Return where a row stands in its table: by its day, then by its number."""
    places = [row[name] for name in map(KeptColumn, _IN_ORDER) if name in row]
    meeting = row.get(KeptColumn.SESSION_ID)
    if isinstance(meeting, list):
        places.append(meeting[-1])
    return tuple((each is None, each) for each in places)


def _value(row: Base, table: Table, name: KeptColumn, ring: Keyring) -> object:
    column = table.columns[name.value]
    if isinstance(column.type, Encrypted):
        return unseal(row, name.value, ring=ring)  # type: ignore[arg-type]  # sealed rows are keyed
    return getattr(row, inspect(type(row)).get_property_by_column(column).key)


def _is_key(column: Column[Any]) -> bool:
    try:
        return column.type.python_type is UUID
    except NotImplementedError:  # a type of ours that is no key
        return False
