"""Editions and their windows as calendar entries: dates and counts, never a name of a pupil."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    EntryState,
    entry_uid,
)
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.printing import range_text
from exchange.core.translate import translate
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import editions_between
from exchange.youth.queries.schools import edition_ids_of

_STATES: Final = {
    EditionState.DRAFT: EntryState.TENTATIVE,
    EditionState.ANNOUNCED: EntryState.CONFIRMED,
    EditionState.CLOSED: EntryState.CONFIRMED,
    EditionState.CANCELLED: EntryState.CANCELLED,
}


def youth_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return announced windows for everyone, and dates of editions for those who take part.

    Staff see every edition's dates, and drafts; a school those of the editions it has registered
    pupils for.
    """
    editions = editions_between(session, query.first, query.last, query.actor)
    school_id = query.actor.school_id if query.actor else None
    own = edition_ids_of(session, school_id) if school_id else frozenset()
    return [
        entry
        for edition in editions
        if not query.partners or not query.partners.isdisjoint(_partners(edition))
        for entry in _entries(edition, query, own=edition.id in own)
    ]


YOUTH: Final = EntrySource(topics=("youth", "partners"), find=youth_entries)


def _entries(edition: Edition, query: EntryQuery, *, own: bool) -> Iterator[CalendarEntry]:
    staff = query.audience is Audience.STAFF
    if edition.announced_at is not None and _touches(query, edition.opens_on, edition.closes_on):
        yield _window(edition, query.language)
    if (staff or own) and _touches(query, edition.starts, edition.ends):
        dates = _dates(edition, query.language)
        yield dates if staff else replace(dates, audience=Audience.SCHOOL)


def _touches(query: EntryQuery, first: date, last: date) -> bool:
    return first <= query.last and query.first <= last


def _window(edition: Edition, language: str) -> CalendarEntry:
    return _entry(edition, language, EntryKind.REGISTRATION, Audience.PUBLIC)


def _dates(edition: Edition, language: str) -> CalendarEntry:
    return _entry(edition, language, EntryKind.YOUTH, Audience.STAFF)


def _entry(edition: Edition, language: str, kind: EntryKind, audience: Audience) -> CalendarEntry:
    window = kind is EntryKind.REGISTRATION
    complete = language in tuple(Language)
    title = _title(edition, language) if complete else edition.title.in_language(language)
    category = message("youth.entry.registering" if window else "youth.entry.edition")
    if complete and window:
        title = translate(message("youth.entry.window_title", title=title), language)
    return CalendarEntry(
        uid=entry_uid(kind, edition.id),
        kind=kind,
        audience=audience,
        title=title,
        language=language,
        starts=edition.opens_on if window else edition.starts,
        ends=edition.closes_on if window else edition.ends,
        text=_text(edition, language) if complete else "",
        categories=(translate(category, language),) if complete else (),
        path=f"/youth/editions/{edition.id}/",
        partners=_partners(edition),
        state=_STATES[edition.state],
        is_demo=edition.is_demo,
    )


def _title(edition: Edition, language: str) -> str:
    """Return an edition's title with the partner's name: titles alone are alike."""
    title, partner = edition.title.in_language(language), edition.programme.partner
    if partner is None or (name := partner.names.in_language(language)) in title:
        return title
    return translate(message("youth.entry.with_partner", title=title, partner=name), language)


def _text(edition: Edition, language: str) -> str:
    said = message(
        "youth.entry.text",
        programme=edition.programme.names.in_language(language),
        dates=range_text(edition.starts, edition.ends, language),
        quota=edition.quota,
    )
    return translate(said, language)


def _partners(edition: Edition) -> tuple[str, ...]:
    partner = edition.programme.partner
    return (partner.slug,) if partner else ()
