"""Last days of open promises as calendar entries, for staff."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    entry_uid,
)
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.promises.models import Promise
from exchange.promises.queries import promises_due
from exchange.promises.services import TOPIC


def promise_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return the open promises due within a query, for those who may read them."""
    if not query.is_of_staff("promises:read"):
        return ()
    found = promises_due(session, query.first, query.last, query.partners)
    return [_entry(promise, query.language) for promise in found]


SOURCE: Final = EntrySource(topics=(TOPIC, "partners"), find=promise_entries)


def _entry(promise: Promise, language: str) -> CalendarEntry:
    """Draw a promise on the last day it can be kept in time; its title says the date as it is."""
    title = message(
        "promises.entry.title", title=promise.title.in_language(language), due=promise.due
    )
    return CalendarEntry(
        uid=entry_uid(EntryKind.TASK, promise.id),
        kind=EntryKind.TASK,
        audience=Audience.STAFF,
        title=translate(title, language),
        language=language,
        starts=promise.sort_day,
        ends=promise.sort_day,
        text=promise.partner.names.in_language(language),
        path=f"/promises/{promise.id}/",
        partners=(promise.partner.slug,),
        assignee=promise.owner_id,
        is_demo=promise.is_demo,
        last_modified=promise.updated_at,
    )
