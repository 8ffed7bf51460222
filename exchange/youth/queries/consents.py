"""Consent: what was answered, who was asked, and the texts in their versions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, undefer

from exchange.attachments.models import Document, DocumentVersion
from exchange.core.errors import NotFoundError
from exchange.core.links import Link
from exchange.core.permissions import Actor
from exchange.youth.enums import ConsentGiver, ConsentPurpose
from exchange.youth.models import (
    Consent,
    ConsentPaper,
    ConsentRequest,
    ConsentText,
    Edition,
    Programme,
    Registration,
    School,
)
from exchange.youth.queries.programmes import readable_editions
from exchange.youth.rules.consents import ASKED, NO_ANSWERS, REMINDERS, Consents, is_still_asked

#: What the documents of a paper list belong to.
SCANS: Final = "consent_paper"


def consents_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, Consents]:
    """Return the answers in force of registrations, one statement for all of them."""
    if not keys:
        return {}
    rows = session.scalars(
        select(Consent)
        .where(Consent.registration_id.in_(keys))
        .options(joinedload(Consent.text))
        .order_by(Consent.registration_id, Consent.number)
    )
    return _in_force(rows, keys)


def agreed_of(
    session: Session,
    keys: Sequence[UUID],
    purposes: Collection[ConsentPurpose],
) -> Mapping[UUID, Consents]:
    """Return of many registrations what was said to some purposes, without the texts."""
    rows = session.execute(
        select(
            Consent.registration_id,
            Consent.number,
            Consent.giver,
            Consent.purpose,
            Consent.answer,
            Consent.at,
        )
        .where(
            Consent.registration_id.in_(keys),
            Consent.purpose.in_(purposes),
        )
        .order_by(Consent.registration_id, Consent.number)
    )
    # A plain row has all that the rules look at, at a fifth of what a whole one costs.
    return _in_force(cast(Iterable[Consent], rows), keys)


def answers_of(session: Session, registration_id: UUID) -> Sequence[Consent]:
    """Return every answer to a registration in its order: the evidence."""
    return session.scalars(
        select(Consent)
        .where(Consent.registration_id == registration_id)
        .options(joinedload(Consent.text))
        .order_by(Consent.number)
    ).all()


def last_number(session: Session, registration_id: UUID) -> int:
    """Return the number of a registration's newest answer, 0 without one."""
    statement = select(func.max(Consent.number)).where(Consent.registration_id == registration_id)
    return session.scalar(statement) or 0


def requests_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, ConsentRequest]:
    """Return by registration who was asked, with the links."""
    if not keys:
        return {}
    rows = session.scalars(
        select(ConsentRequest)
        .where(ConsentRequest.registration_id.in_(keys))
        .options(joinedload(ConsentRequest.link))
        .order_by(ConsentRequest.id)
    )
    return {row.registration_id: row for row in rows}


def still_asked(session: Session, rows: Sequence[Registration]) -> Sequence[Registration]:
    """Return those of some registrations whose guardians are still to be asked."""
    keys = [row.id for row in rows]
    consents, requests = consents_of(session, keys), requests_of(session, keys)
    return [row for row in rows if is_still_asked(consents[row.id], requests.get(row.id))]


def request_of_link(session: Session, link: Link) -> ConsentRequest:
    """Return what a link was made for, with all a guardian is shown; raises NotFoundError."""
    found = session.scalar(_with_everything().where(ConsentRequest.link_id == link.id))
    if found is None:
        raise NotFoundError
    return found


def locked_request(session: Session, key: UUID) -> ConsentRequest:
    """Lock and return a request, read anew: answers are written one after another."""
    found = session.scalar(
        _with_everything()
        .where(ConsentRequest.id == key)
        .with_for_update(of=ConsentRequest)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def edition_of_request(session: Session, key: UUID) -> UUID:
    """Return the edition a guardian was asked about: it is locked first; NotFoundError."""
    found = session.scalar(
        select(Registration.edition_id)
        .join(ConsentRequest, ConsentRequest.registration_id == Registration.id)
        .where(ConsentRequest.id == key)
    )
    if found is None:
        raise NotFoundError
    return found


def unreminded(session: Session, today: date) -> Sequence[ConsentRequest]:
    """Return requests still open for which a reminder may be due, the oldest first."""
    return session.scalars(
        _with_everything()
        .where(
            ConsentRequest.deadline >= today,
            ConsentRequest.asked_on < today,
            ConsentRequest.reminded_day < REMINDERS[-1],
            Registration.state.in_(ASKED),
        )
        .order_by(ConsentRequest.asked_on, ConsentRequest.id)
        .with_for_update(of=ConsentRequest)
    ).all()


def papers_of(
    session: Session, edition_id: UUID, *, school_id: UUID | None = None
) -> Sequence[tuple[ConsentPaper, School]]:
    """Return the paper lists of an edition, or of one school in it, the newest first."""
    statement = (
        select(ConsentPaper, School)
        .join(School, School.id == ConsentPaper.school_id)
        .where(ConsentPaper.edition_id == edition_id)
        .order_by(ConsentPaper.recorded_at.desc(), ConsentPaper.id.desc())
    )
    if school_id is not None:
        statement = statement.where(ConsentPaper.school_id == school_id)
    return [(paper, school) for paper, school in session.execute(statement)]


def scans_of(session: Session, keys: Sequence[UUID]) -> frozenset[UUID]:
    """Return which paper lists have scans."""
    statement = select(Document.subject_id).where(
        Document.subject_kind == SCANS, Document.subject_id.in_(keys), Document.ended_at.is_(None)
    )
    return frozenset(session.scalars(statement))


def scan_for(session: Session, actor: Actor, paper_id: UUID) -> DocumentVersion:
    """Return the scans of a paper list, with their bytes, to the school whose list it is.

    NotFoundError for a list of another school, also of one a pupil has come from, or of another
    section's programme.
    """
    visible: ColumnElement[bool] = ConsentPaper.edition_id.in_(readable_editions(actor))
    if actor.school_id is not None:
        visible = ConsentPaper.school_id == actor.school_id
    found = session.scalars(
        select(DocumentVersion)
        .join(DocumentVersion.document)
        .join(ConsentPaper, ConsentPaper.id == Document.subject_id)
        .where(
            Document.subject_kind == SCANS,
            Document.ended_at.is_(None),
            ConsentPaper.id == paper_id,
            visible,
        )
        .options(undefer(DocumentVersion.body))
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFoundError
    return found


def current_text(session: Session) -> ConsentText:
    """Return the version that is asked now; raises NotFoundError before any was loaded."""
    found = session.scalars(_newest().limit(1)).first()
    if found is None:
        raise NotFoundError
    return found


def all_texts(session: Session) -> Sequence[ConsentText]:
    """Return every version, the newest first."""
    return session.scalars(_newest()).all()


def _in_force(rows: Iterable[Consent], keys: Sequence[UUID]) -> Mapping[UUID, Consents]:
    """Keep the last of the answers of each registration to each question."""
    found: dict[UUID, dict[tuple[ConsentGiver, ConsentPurpose], Consent]] = {}
    for row in rows:
        found.setdefault(row.registration_id, {})[row.giver, row.purpose] = row
    return {key: Consents(found[key]) if key in found else NO_ANSWERS for key in keys}


def _newest() -> Select[ConsentText]:
    return select(ConsentText).order_by(ConsentText.number.desc())


def _with_everything() -> Select[ConsentRequest]:
    return (
        select(ConsentRequest)
        .join(ConsentRequest.registration)
        .options(
            joinedload(ConsentRequest.link),
            contains_eager(ConsentRequest.registration).options(
                joinedload(Registration.pupil),
                joinedload(Registration.school),
                joinedload(Registration.edition)
                .joinedload(Edition.programme)
                .joinedload(Programme.partner),
            ),
        )
    )
