"""Celebrations on the calendar, and for staff the steps that lead there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.celebrations.queries import celebrations_between, steps_between
from exchange.celebrations.services.celebrations import TOPIC
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
from exchange.core.messages import Message, label, message
from exchange.core.printing import anniversary_ordinal
from exchange.core.translate import translate

_STATES: Final = {
    CelebrationState.IDEA: EntryState.TENTATIVE,
    CelebrationState.PLANNED: EntryState.TENTATIVE,
    CelebrationState.CONFIRMED: EntryState.CONFIRMED,
    CelebrationState.HELD: EntryState.CONFIRMED,
    CelebrationState.POSTPONED: EntryState.TENTATIVE,
    CelebrationState.CANCELLED: EntryState.CANCELLED,
}


def find_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return celebrations as spans of days; drafts, windows and steps for staff alone.

    The public sees published ones only, and of them title, days, partner and anniversary.
    """
    staff = query.is_of_staff("celebrations:read")
    found = celebrations_between(
        session,
        first=query.first,
        last=query.last,
        partners=query.partners,
        published_only=not staff,
    )
    entries = [celebration_entry(celebration, query.language) for celebration in found]
    if not staff:
        return [_public(entry) for entry in entries]
    steps = steps_between(session, first=query.first, last=query.last, partners=query.partners)
    return [*entries, *(step_entry(step, query.language) for step in steps)]


#: What `exchange.rooms` lists.
SOURCE: Final = EntrySource(topics=(TOPIC, "agreements", "partners"), find=find_entries)


def celebration_entry(celebration: Celebration, language: str) -> CalendarEntry:
    """Return a celebration with days as whole days; a window says that it is one."""
    assert celebration.starts is not None, "one without days is on no calendar"
    assert celebration.ends is not None, "one without days is on no calendar"
    title, tag = celebration.title.get_in(language)
    partner = celebration.partner
    return CalendarEntry(
        uid=entry_uid(EntryKind.CELEBRATION, celebration.id),
        kind=EntryKind.CELEBRATION,
        audience=_audience(celebration),
        title=_said(celebration, title, language),
        language=tag,
        starts=celebration.starts,
        ends=celebration.ends,
        text=_text(celebration, language),
        categories=_categories(language),
        path=f"/celebrations/{celebration.id}/",
        partners=(partner.slug,),
        state=_STATES[celebration.state],
        stage=label(celebration.state),
        is_demo=celebration.is_demo,
        sequence=celebration.version - 1,
        last_modified=celebration.updated_at,
    )


def step_entry(step: RunwayStep, language: str) -> CalendarEntry:
    """Return a step that is still to be taken; staff only. As a task it keeps this UID."""
    celebration = step.celebration
    title, tag = step.title.get_in(language)
    return CalendarEntry(
        uid=entry_uid(EntryKind.TASK, step.id),
        kind=EntryKind.TASK,
        audience=Audience.STAFF,
        title=_step_title(celebration, title, language),
        language=tag,
        starts=step.due,
        ends=step.due,
        text=celebration.title.in_language(language),
        path=f"/celebrations/{celebration.id}/#runway",
        partners=(celebration.partner.slug,),
        is_demo=step.is_demo,
        sequence=step.version - 1,
        last_modified=step.updated_at,
    )


def _step_title(celebration: Celebration, title: str, language: str) -> str:
    """Say of which celebration a step is: those of several stand in one calendar."""
    said = message(
        "celebrations.entry.step",
        title=title,
        partner=celebration.partner.names.in_language(language),
        ordinal=anniversary_ordinal(celebration.ordinal, language),
    )
    return translate(said, language if language in tuple(Language) else Language.EN)


def _public(entry: CalendarEntry) -> CalendarEntry:
    """Lead to the partner's page, which everyone may open, and leave the office's stages out."""
    return replace(entry, path=f"/partners/{entry.partners[0]}/", stage=None)


def _audience(celebration: Celebration) -> Audience:
    public = celebration.published_at is not None and celebration.basis.is_public
    return Audience.PUBLIC if public else Audience.STAFF


def _said(celebration: Celebration, title: str, language: str) -> str:
    if celebration.state is CelebrationState.POSTPONED:
        return translate(message("celebrations.entry.postponed", title=title), language)
    if not celebration.days_fixed:
        return translate(message("celebrations.entry.window", title=title), language)
    return title


def _text(celebration: Celebration, language: str) -> str:
    """Say whose anniversary it is and which, where the catalogues have the language."""
    if language not in tuple(Language):
        return ""
    said = message(
        "celebrations.entry.text",
        partner=celebration.partner.names.in_language(language),
        ordinal=anniversary_ordinal(celebration.ordinal, language),
    )
    return translate(said, language)


def _categories(language: str) -> tuple[str, ...]:
    if language not in tuple(Language):
        return ()
    return (translate(Message("celebrations.entry.category"), language),)
