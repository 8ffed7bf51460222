"""Remembering what was published, so that subscribers hear of every change exactly once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.calendars.models import KeptFeed, PublishedEntry
from exchange.calendars.queries import Scope, locked_entries, oldest_kept
from exchange.calendars.rules import TICK, Revision, next_revision
from exchange.core.database import upsert
from exchange.core.entries import Audience, CalendarEntry

#: Feeds anyone may compose are many; the oldest beyond this number are built again when asked for.
MOST_KEPT: Final = 500

#: UID, language, audience.
Key = tuple[str, str, Audience]


def remember(
    session: Session,
    entries: Sequence[CalendarEntry],
    *,
    now: datetime,
    whole: Scope | None = None,
) -> list[CalendarEntry]:
    """Compare entries with what was published of them and return them with their revision.

    A revision belongs to a UID in one language for one audience. An entry that changes its
    audience goes on from the revision its readers know, so no SEQUENCE ever goes down. `whole`
    says that the entries are all there are in that scope: what was published there and is not
    among them is marked as gone. Five statements at most, whatever the number of entries.
    Raises ValueError when an entry is given twice.
    """
    wanted = {_key(entry): entry for entry in entries}
    if len(wanted) < len(entries):
        raise ValueError("an entry stands twice among those to remember")
    known = _known(session, wanted.values(), whole)
    begun = [entry for key, entry in wanted.items() if key not in known]
    if begun:
        _begin(session, begun, known, now=now)
        known = {**known, **_known(session, begun, None)}
    revised = {key: _revised(known[key], entry, now=now) for key, entry in wanted.items()}
    moved = [key for key, revision in revised.items() if revision != _revision(known[key])]
    _write(session, [_values(wanted[key], revised[key]) | {"gone_at": None} for key in moved])
    if whole is not None:
        gone = [key for key in known if key not in wanted and _is_in(known[key], whole)]
        _write(session, [_named(key) | {"gone_at": now} for key in gone])
    return [
        replace(entry, sequence=revised[key].sequence, last_modified=revised[key].last_modified)
        for key, entry in wanted.items()
    ]


def _key(entry: CalendarEntry) -> Key:
    return entry.uid, entry.language, entry.audience


def _known(
    session: Session, entries: Iterable[CalendarEntry], scope: Scope | None
) -> Mapping[Key, PublishedEntry]:
    pairs = [(entry.uid, entry.language) for entry in entries]
    rows = locked_entries(
        session,
        uids={uid for uid, _ in pairs},
        languages={language for _, language in pairs},
        scope=scope,
    )
    return {(row.uid, row.language, row.audience): row for row in rows}


def _begin(
    session: Session,
    entries: Iterable[CalendarEntry],
    known: Mapping[Key, PublishedEntry],
    *,
    now: datetime,
) -> None:
    """Insert rows, in the order of locks, unless another process just did."""
    rows = []
    for entry in sorted(entries, key=_key):
        elsewhere = _newest_elsewhere(entry, known)
        revision = next_revision(entry, known=elsewhere, came_back=False, now=now)
        rows.append(_values(entry, revision))
    session.execute(upsert(session, PublishedEntry).on_conflict_do_nothing(), rows)


def _newest_elsewhere(entry: CalendarEntry, known: Mapping[Key, PublishedEntry]) -> Revision | None:
    """Return the revision that readers of another audience know of the entry."""
    rows = (known.get((entry.uid, entry.language, audience)) for audience in Audience)
    revisions = [_revision(row) for row in rows if row is not None]
    return max(revisions, key=lambda revision: revision.last_modified, default=None)


def _revised(row: PublishedEntry, entry: CalendarEntry, *, now: datetime) -> Revision:
    came_back = row.gone_at is not None
    return next_revision(entry, known=_revision(row), came_back=came_back, now=now)


def _write(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session.execute(update(PublishedEntry), rows)


def _revision(row: PublishedEntry) -> Revision:
    return Revision(row.digest, row.schedule_digest, row.sequence, row.last_modified)


def _named(key: Key) -> dict[str, object]:
    return dict(zip(("uid", "language", "audience"), key, strict=True))


def _values(entry: CalendarEntry, revision: Revision) -> dict[str, object]:
    return _named(_key(entry)) | {
        "kind": entry.kind,
        "digest": revision.digest,
        "schedule_digest": revision.schedule_digest,
        "sequence": revision.sequence,
        "last_modified": revision.last_modified,
    }


def _is_in(row: PublishedEntry, scope: Scope) -> bool:
    """Say whether a row is still published in a scope."""
    return (
        row.gone_at is None
        and row.language == scope.language
        and row.audience in scope.audiences
        and row.kind in scope.kinds
    )


def keep_feed(session: Session, *, key: str, version: str, body: bytes, now: datetime) -> KeptFeed:
    """Keep a feed's bytes; the same bytes under a new version keep their date of change.

    Other bytes have another date, even within a second: a client may know the date alone.
    """
    instant = now.replace(microsecond=0)
    digest = hashlib.sha256(body).hexdigest()
    kept = session.get(KeptFeed, key, with_for_update=True)
    if kept is None:
        kept = KeptFeed(key=key, version=version, body=body, digest=digest, last_modified=instant)
        session.add(kept)
        for forgotten in oldest_kept(session, beyond=MOST_KEPT):
            session.delete(forgotten)
    elif kept.digest != digest:
        kept.body, kept.digest = body, digest
        kept.last_modified = max(instant, kept.last_modified + TICK)
    kept.version = version
    session.flush()
    return kept
