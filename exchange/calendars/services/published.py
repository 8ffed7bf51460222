"""Remembering what was published, so that subscribers hear of every change exactly once."""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.calendars.models import KeptFeed, PublishedEntry
from exchange.calendars.queries import Published, Scope, locked_entries, locked_scope, oldest_kept
from exchange.calendars.rules import KNOWN_ENTRIES, TICK, Revision, content_digest, next_revision
from exchange.core.database import upsert
from exchange.core.database.facts import MadeOf
from exchange.core.entries import Audience, CalendarEntry

#: Feeds anyone may compose are many; the oldest beyond this number are built again when asked for.
MOST_KEPT: Final = 500

#: UID, language, audience.
Key = tuple[str, str, Audience]


class _Agreed(NamedTuple):
    """An entry that its row remembers just so, and the entry as it is published."""

    entry: CalendarEntry
    revised: CalendarEntry


_AGREED: Final = MadeOf[Key, tuple[Hashable, ...], _Agreed](most=2 * KNOWN_ENTRIES)


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
    among them is marked as gone. Six statements at most, whatever the number of entries.
    Raises ValueError when an entry is given twice.
    """
    wanted = {_key(entry): entry for entry in entries}
    if len(wanted) < len(entries):
        raise ValueError("an entry stands twice among those to remember")
    if whole is None:
        return list(_compared(session, wanted, now=now).values())
    rows = {
        (uid, whole.language, whole.audience): row
        for uid, row in locked_scope(session, whole).items()
    }
    agreed = {
        key: known.revised
        for key, known in _AGREED.known(rows).items()
        if wanted.get(key) is known.entry
    }
    others = {key: entry for key, entry in wanted.items() if key not in agreed}
    revised = _compared(session, others, now=now) if others else {}
    _write(session, [_named(key) | {"gone_at": now} for key in rows if key not in wanted])
    now_agreed = {
        key: (rows[key], _Agreed(entry, revised[key]))
        for key, entry in others.items()
        if key in rows and rows[key][1] == content_digest(entry)  # so nothing was written
    }
    _AGREED.keep(now_agreed)
    published = {**agreed, **revised}
    return [published[key] for key in wanted]


def _compared(
    session: Session, wanted: Mapping[Key, CalendarEntry], *, now: datetime
) -> Mapping[Key, CalendarEntry]:
    """Return the entries with their revision, one by one compared with what is remembered."""
    known = _known(session, wanted.values())
    begun = [entry for key, entry in wanted.items() if key not in known]
    if begun:
        _begin(session, begun, known, now=now)
        known |= _known(session, begun)
    revised, moved = _revised(wanted, known, now=now)
    _write(session, [_values(wanted[key], revised[key]) | {"gone_at": None} for key in moved])
    return {
        key: replace(
            entry, sequence=revised[key].sequence, last_modified=revised[key].last_modified
        )
        for key, entry in wanted.items()
    }


def _key(entry: CalendarEntry) -> Key:
    return entry.uid, entry.language, entry.audience


def _known(session: Session, entries: Collection[CalendarEntry]) -> dict[Key, Published]:
    rows = locked_entries(
        session,
        uids={entry.uid for entry in entries},
        languages={entry.language for entry in entries},
    )
    return {(row.uid, row.language, row.audience): row for row in rows}


def _begin(
    session: Session,
    entries: Iterable[CalendarEntry],
    known: Mapping[Key, Published],
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


def _newest_elsewhere(entry: CalendarEntry, known: Mapping[Key, Published]) -> Revision | None:
    """Return the revision that readers of another audience know of the entry."""
    rows = (known.get((entry.uid, entry.language, audience)) for audience in Audience)
    revisions = [row.revision for row in rows if row is not None]
    return max(revisions, key=lambda revision: revision.last_modified, default=None)


def _revised(
    wanted: Mapping[Key, CalendarEntry], known: Mapping[Key, Published], *, now: datetime
) -> tuple[Mapping[Key, Revision], Sequence[Key]]:
    """Return each entry's revision, and which of them moved."""
    revised, moved = {}, []
    for key, entry in wanted.items():
        before, came_back = known[key].revision, known[key].gone_at is not None
        revised[key] = next_revision(entry, known=before, came_back=came_back, now=now)
        if revised[key] is not before:
            moved.append(key)
    return revised, moved


def _write(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session.execute(update(PublishedEntry), rows)


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
