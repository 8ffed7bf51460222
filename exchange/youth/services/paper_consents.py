"""Consent on paper: a whole school's answers ticked at once, with one file of scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.attachments.enums import DocumentKind
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Localized, flush, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose, ConsentWay
from exchange.youth.models import ConsentPaper, Registration
from exchange.youth.queries.asked import asked_registrations
from exchange.youth.queries.consents import (
    SCANS,
    consents_of,
    current_text,
)
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.consents import changed, ticked
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.answering import Written, write_answers
from exchange.youth.services.stopping import stop_use

#: One tick: who answers, and for what.
Box = tuple[ConsentGiver, ConsentPurpose]
_New = tuple[Registration, ConsentGiver, Mapping[ConsentPurpose, ConsentAnswer]]


@dataclass(frozen=True, slots=True)
class PaperList:
    """What is ticked for each registration, when the papers came, and their scans."""

    school_id: UUID
    received_on: date
    #: By registration: every box and whether it is ticked.
    ticks: Mapping[UUID, Mapping[Box, bool]]
    #: By registration: the number of the newest answer the person saw.
    seen: Mapping[UUID, int]
    scans: Contents | None = None
    #: Whether the person has confirmed that ticks were taken away.
    sure: bool = False


def record_papers(
    session: Session, *, actor: Actor, edition_id: UUID, papers: PaperList, key: UUID | None = None
) -> int:
    """Keep what a school's papers say; return for how many pupils something is new.

    A tick that is taken away is a withdrawal, and must be confirmed. Refused where somebody
    answered meanwhile. Sent twice with the same `key` it is one list.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    if papers.received_on > clock.today():
        raise DomainError(message("youth.consent.error.received_later"), field="received_on")
    if key is not None and session.get(ConsentPaper, key) is not None:
        return 0
    new = _new_answers(session, actor, edition.id, papers)
    if not new:
        raise DomainError(message("youth.consent.error.nothing_ticked"))
    if not papers.sure:
        _ensure_none_taken_away(new)
    paper = _keep_paper(session, actor, edition.id, papers, key=key)
    text_id = current_text(session).id
    for registration, giver, answers in new:
        written = Written(giver, ConsentWay.PAPER, text_id, paper_id=paper.id)
        write_answers(session, registration=registration, new=answers, written=written, actor=actor)
    for registration, giver, answers in new:
        stop_use(session, actor=actor, registration=registration, giver=giver, new=answers)
    return len({registration.id for registration, _, _ in new})


def _ensure_none_taken_away(new: Sequence[_New]) -> None:
    names = [
        row.pupil.name.written
        for row, _, answers in new
        if ConsentAnswer.WITHDRAWN in answers.values()
    ]
    if names:
        listed = "、".join(dict.fromkeys(names))
        raise DomainError(message("youth.consent.error.untick", names=listed), field="sure")


def _new_answers(
    session: Session, actor: Actor, edition_id: UUID, papers: PaperList
) -> Sequence[_New]:
    """Return what the ticks change, in the list's order."""
    asked = asked_registrations(session, actor, edition_id, school_id=papers.school_id)
    rows = [row for row in asked if row.id in papers.ticks]
    if len(rows) != len(papers.ticks):
        raise NotFoundError
    consents = consents_of(session, [row.id for row in rows])
    found = []
    for row in rows:
        before = consents[row.id]
        if before.number != papers.seen.get(row.id, 0):
            name = row.pupil.name.written
            raise DomainError(message("youth.consent.error.answered_meanwhile", name=name))
        for giver, typed in ticked(before, papers.ticks[row.id]).items():
            if new := changed(before, typed, giver):
                found.append((row, giver, new))
    return found


def _keep_paper(
    session: Session, actor: Actor, edition_id: UUID, papers: PaperList, *, key: UUID | None
) -> ConsentPaper:
    paper = ConsentPaper(
        id=key or uuid7(),
        edition_id=edition_id,
        school_id=papers.school_id,
        received_on=papers.received_on,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    session.add(paper)
    flush(session)
    record(
        session,
        actor=actor,
        act="consents.record_paper",
        subject=Subject("edition", edition_id),
        changes={"received_on": (None, papers.received_on), "pupils": (None, len(papers.ticks))},
    )
    if papers.scans is not None:
        title = message("youth.consent.scans_title", day=papers.received_on)
        names = {str(tag): translate(title, tag) for tag in Language}
        add_document(
            session,
            actor=actor,
            subject=Subject(SCANS, paper.id),
            label=Label(kind=DocumentKind.EVIDENCE, title=Localized(names)),
            contents=papers.scans,
        )
    return paper
