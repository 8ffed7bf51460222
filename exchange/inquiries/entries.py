"""Days by which sections should answer, as calendar entries for staff."""

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
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import inquiries_due
from exchange.inquiries.services import TOPIC


def inquiry_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return the inquiries that wait for an answer within a query, for those who may read them.

    An indicator is no partner's: where partners are chosen there are none.
    """
    if query.actor is None or query.partners or not query.is_of_staff("inquiries:read"):
        return ()
    found = inquiries_due(session, query.actor, query.first, query.last)
    return [_entry(inquiry, query.language) for inquiry in found]


SOURCE: Final = EntrySource(topics=(TOPIC, "indicators"), find=inquiry_entries)


def _entry(inquiry: Inquiry, language: str) -> CalendarEntry:
    indicator = inquiry.indicator.title.in_language(language)
    title = message("inquiries.calendar.title", indicator=indicator, year=str(inquiry.year))
    return CalendarEntry(
        uid=entry_uid(EntryKind.TASK, inquiry.id),
        kind=EntryKind.TASK,
        audience=Audience.STAFF,
        title=translate(title, language),
        language=language,
        starts=inquiry.due,
        ends=inquiry.due,
        text=inquiry.section,
        path=f"/inquiries/{inquiry.id}/",
        is_demo=inquiry.is_demo,
        last_modified=inquiry.updated_at,
    )
