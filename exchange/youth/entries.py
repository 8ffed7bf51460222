"""Editions and their windows as calendar entries: dates and counts, never a name of a pupil."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

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
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.messages import label, message
from exchange.core.printing import range_text
from exchange.core.translate import translate
from exchange.youth.enums import EditionState, Registering
from exchange.youth.models import Edition, OrientationSession
from exchange.youth.queries.programmes import editions_between
from exchange.youth.queries.schools import edition_ids_of
from exchange.youth.queries.sessions import sessions_between

_STATES: Final = {
    EditionState.DRAFT: EntryState.TENTATIVE,
    EditionState.ANNOUNCED: EntryState.CONFIRMED,
    EditionState.CLOSED: EntryState.CONFIRMED,
    EditionState.CANCELLED: EntryState.CANCELLED,
}


def youth_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return announced windows for everyone, and dates of editions for those who take part.

    Staff see every edition's dates, and drafts; a school those of the editions for which its
    pupils of now are registered.
    """
    editions = editions_between(session, query.first, query.last, query.actor)
    school_id = query.actor.school_id if query.actor else None
    own = edition_ids_of(session, school_id) if school_id else frozenset()
    days = [
        entry
        for edition in editions
        if _asked_for(edition, query)
        for entry in _entries(edition, query, own=edition.id in own)
    ]
    return [*days, *_meetings(session, query, own)]


def _meetings(session: Session, query: EntryQuery, own: frozenset[UUID]) -> Sequence[CalendarEntry]:
    """Return the sessions around journeys: to staff, and to the schools whose pupils go."""
    staff = query.audience is Audience.STAFF
    if not staff and not own:
        return ()
    audience = Audience.STAFF if staff else Audience.SCHOOL
    may_open = query.is_of_staff("registrations:read")
    return [
        _meeting(row, query.language, audience, may_open=may_open)
        for row in sessions_between(session, query.first, query.last, query.actor)
        if (staff or row.edition_id in own) and _asked_for(row.edition, query)
    ]


def _asked_for(edition: Edition, query: EntryQuery) -> bool:
    return not query.partners or not query.partners.isdisjoint(_partners(edition))


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


def _meeting(
    row: OrientationSession, language: str, audience: Audience, *, may_open: bool
) -> CalendarEntry:
    """Draw a session; its entry leads to a page that its reader may open."""
    edition, complete = row.edition, language in tuple(Language)
    page = f"/youth/editions/{edition.id}/"
    path = f"{page}sessions" if may_open else page
    off = row.ended_at is not None or edition.state is EditionState.CANCELLED
    title = edition.title.in_language(language)
    if complete:
        name = message("youth.session.name", kind=label(row.kind), title=row.title)
        said = message("youth.session.entry_title", name=name, edition=title)
        title = translate(said, language)
    return CalendarEntry(
        uid=entry_uid(EntryKind.YOUTH, row.id),
        kind=EntryKind.YOUTH,
        audience=audience,
        title=title,
        language=language,
        starts=datetime.combine(row.day, row.starts, OFFICE_ZONE),
        ends=datetime.combine(row.day, row.ends, OFFICE_ZONE),
        text=row.note if complete else "",
        place=row.place,
        categories=(translate(message("youth.session.title"), language),) if complete else (),
        path=path if audience is Audience.STAFF else "/school/",
        partners=_partners(edition),
        state=EntryState.CANCELLED if off else EntryState.CONFIRMED,
        is_demo=row.is_demo,
    )


def _title(edition: Edition, language: str) -> str:
    """Return an edition's title with the partner's name: titles alone are alike."""
    title, partner = edition.title.in_language(language), edition.programme.partner
    if partner is None or (name := partner.names.in_language(language)) in title:
        return title
    return translate(message("youth.entry.with_partner", title=title, partner=name), language)


def _text(edition: Edition, language: str) -> str:
    facts = {
        "programme": edition.programme.names.in_language(language),
        "dates": range_text(edition.starts, edition.ends, language),
        "quota": edition.quota,
    }
    if edition.registering is Registering.SCHOOL:
        return translate(message("youth.entry.text", **facts), language)
    return translate(message("youth.entry.text_any", **facts), language)


def _partners(edition: Edition) -> tuple[str, ...]:
    partner = edition.programme.partner
    return (partner.slug,) if partner else ()
