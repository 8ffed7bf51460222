"""What the values of audit lines point at: which rows keys and slugs are of, asked once a page."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    inspect,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from exchange.audit.meanings import Key, Meaning, Several, Slug
from exchange.core.database import Keyed
from exchange.core.naming import Kinds
from exchange.core.offers import Subject

#: What points at a row.
Pointer: TypeAlias = Subject | Key | Slug
#: What each of them points at.
Found: TypeAlias = Mapping[Pointer, Subject]


def pointers(meanings: Collection[Meaning]) -> Iterator[Pointer]:
    """Yield what points at other rows, however deep."""
    for each in meanings:
        if isinstance(each, Several):
            yield from pointers([part for _name, part in each.parts])
        elif isinstance(each, Subject | Key | Slug):
            yield each


def subjects_meant(session: Session, kinds: Kinds, pointing: Collection[Pointer]) -> Found:
    """Return the subjects that keys and slugs are of, in one statement each for all of a page.

    What is of no kind that is listed, or gone, is left out.
    """
    return {
        **{each: each for each in pointing if isinstance(each, Subject)},
        **_with_keys(session, kinds, {each.id for each in pointing if isinstance(each, Key)}),
        **_with_slugs(session, kinds, {each for each in pointing if isinstance(each, Slug)}),
    }


def _with_keys(session: Session, kinds: Kinds, keys: Collection[UUID]) -> Found:
    if not keys:
        return {}
    tables = tuple((name, kind.table) for name, kind in kinds.items() if kind.table is not None)
    found: Iterable[Any] = session.execute(_rows_with(tables), {"keys": list(keys)})
    return {Key(key): Subject(name, key) for name, key in found}


@lru_cache(maxsize=1)
def _rows_with(tables: tuple[tuple[str, type[Keyed]], ...]) -> CompoundSelect[Any]:
    """Return the question which tables have rows of some keys; of so many parts, it is kept."""
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    parts = (select(literal(name), row.id).where(row.id.in_(keys)) for name, row in tables)
    return union_all(*parts)


def _with_slugs(session: Session, kinds: Kinds, pointing: Collection[Slug]) -> Found:
    parts: list[Select[Any]] = []
    for name in sorted({each.kind for each in pointing}):
        kind = kinds.get(name)
        if kind is not None and kind.table is not None:
            columns = inspect(kind.table).columns
            slugs = [each.text for each in pointing if each.kind == name]
            found = select(literal(name), columns["slug"], columns["id"])
            parts.append(found.where(columns["slug"].in_(slugs)))
    rows: Iterable[Any] = session.execute(union_all(*parts)) if parts else ()
    return {Slug(name, slug): Subject(name, key) for name, slug, key in rows}
