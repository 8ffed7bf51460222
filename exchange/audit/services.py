"""Writing audit lines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.uses import USES
from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.queries import was_viewed
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.database.many import insert_many
from exchange.core.offers import Subject
from exchange.core.permissions import Actor

_USES: Final = frozenset(act.value for act in USES)

#: The columns of lines and values that are written many at once.
_LINE: Final = (
    *("id", "at", "actor_id", "actor_name", "act", "subject_kind", "subject_id", "fields"),
)
_VALUE: Final = ("line_id", "field", "old", "new")

#: `{field: (old, new)}`, as the service computed it.
Changes = Mapping[str, tuple[object, object]]


def record(
    session: Session,
    *,
    actor: Actor,
    act: str,
    subject: Subject,
    changes: Changes | None = None,
    without_values: bool = False,
    purpose: Purpose | None = None,
) -> AuditLine:
    """Add one line for an act; `without_values` keeps only field names (health, passport).

    A use of personal data says its `purpose`; one without is a fault of ours.
    """
    assert (purpose is not None) is (act in _USES), f"{act}: a purpose is for uses of personal data"
    found = changes or {}
    line = AuditLine(
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        act=act,
        subject_kind=subject.kind,
        subject_id=subject.id,
        fields=sorted(found),
        purpose=purpose,
        values=[]
        if without_values
        else [
            AuditValue(field=name, old=_text(old), new=_text(new))
            for name, (old, new) in sorted(found.items())
        ],
    )
    session.add(line)
    return line


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act of many that are recorded together."""

    act: str
    subject: Subject
    changes: Changes


def record_many(session: Session, *, actor: Actor, deeds: Sequence[Deed]) -> None:
    """Add a line for each of many acts: two statements, whatever their number."""
    at = clock.now()
    lines: list[tuple[object, ...]] = []
    values: list[tuple[object, ...]] = []
    who = (at, actor.user_id, actor.name)
    for deed in deeds:
        key, changes = uuid7(), deed.changes
        fields = sorted(changes)
        lines.append((key, *who, deed.act, deed.subject.kind, deed.subject.id, fields))
        values += [(key, name, *map(_text, changes[name])) for name in fields]
    insert_many(session, AuditLine, _LINE, lines)
    insert_many(session, AuditValue, _VALUE, values)


def note_view(
    session: Session, *, actor: Actor, subject: Subject, purpose: Purpose, since: datetime
) -> None:
    """Record that a page with personal data is about to be shown, unless it was since a moment."""
    key = actor.known_id
    if not was_viewed(session, actor_id=key, subject=subject, purpose=purpose, since=since):
        record(session, actor=actor, act="pages.read", subject=subject, purpose=purpose)


def note_search(session: Session, *, actor: Actor, purpose: Purpose) -> None:
    """Record that somebody looked people up by name and found some; not by which words."""
    subject = Subject("user", actor.known_id)
    record(session, actor=actor, act="pages.search", subject=subject, purpose=purpose)


def note_log_taken(session: Session, *, actor: Actor, count: int) -> None:
    """Record that the uses of personal data were taken as a file, of how many lines."""
    assert actor.user_id is not None, "who takes a file has an account"
    subject = Subject("user", actor.user_id)
    record(
        session,
        actor=actor,
        act="audit.export",
        subject=subject,
        changes={"lines": (None, count)},
        purpose=Purpose.KEEPING,
    )


def created(values: Mapping[str, object]) -> Changes:
    """Return the changes of a new row: everything that is set, from nothing."""
    return {name: (None, value) for name, value in values.items() if value is not None}


def _text(value: object) -> str | None:
    if value is None or type(value) is str:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(value)


def _plain(value: object) -> object:
    """Write a compound value as JSON knows it, always in the same order."""
    if isinstance(value, Mapping):
        return {str(name): _plain(value[name]) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(_text(each) or "" for each in value)
    return value if value is None or isinstance(value, bool | int | float) else _text(value)
