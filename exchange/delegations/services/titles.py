"""A partner's titles and their approved words: approved, corrected, taken back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    localized_fields,
    restate,
)
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import fold
from exchange.delegations.models import TitleTerm
from exchange.delegations.queries.titles import term_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDetails:
    """A title as the partner writes it, and the words approved for it."""

    language: str
    term: str
    title: Localized


def approve_term(
    session: Session,
    *,
    actor: Actor,
    partner_id: UUID,
    details: TermDetails,
    key: UUID,
    is_demo: bool = False,
) -> TitleTerm:
    """Approve the words of a title; a form sent twice approves it once."""
    row = TitleTerm(id=key, partner_id=partner_id, is_demo=is_demo, **_columns(actor, details))
    row, new = add_once(session, row)
    if new:
        record(
            session,
            actor=actor,
            act="titles.approve",
            subject=_subject(row),
            changes=created({"term": details.term, **localized_fields("title", details.title)}),
        )
    return row


def correct_term(
    session: Session,
    *,
    actor: Actor,
    partner_id: UUID,
    key: UUID,
    version: int,
    details: TermDetails,
) -> TitleTerm:
    """Change an approved title; who changes it has approved it from now on."""
    row = term_by_id(session, partner_id, key)
    expect_version(row, version)
    before = {"term": row.term, "language": row.language, **localized_fields("title", row.title)}
    after = {
        "term": details.term,
        "language": details.language,
        **localized_fields("title", details.title),
    }
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        restate(row, _columns(actor, details))
        flush(session)
        record(session, actor=actor, act="titles.correct", subject=_subject(row), changes=changes)
    return row


def end_term(session: Session, *, actor: Actor, partner_id: UUID, key: UUID, version: int) -> None:
    """Take an approval back; the row stays, and the title is asked about again."""
    row = term_by_id(session, partner_id, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    flush(session)
    changes = {"term": (row.term, None)}
    record(session, actor=actor, act="titles.end", subject=_subject(row), changes=changes)


def _columns(actor: Actor, details: TermDetails) -> dict[str, object]:
    return {
        "language": details.language,
        "term": details.term,
        "term_key": fold(details.term),
        "title": details.title,
        "approved_by": actor.name,
        "approved_at": clock.now(),
    }


def _subject(row: TitleTerm) -> Subject:
    return Subject("title_term", row.id)
