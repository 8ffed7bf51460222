"""Looking up the records of what went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.privacy.enums import OfficialKind
from exchange.privacy.models import Disclosure, DisposalDecision, DisposalDone, ErasureRecord
from exchange.youth.models import Pupil, Registration

#: So many of one's own copies a page shows.
_SHOWN: Final = 50
#: A decision about an official record, and that it was carried out.
Told = tuple[DisposalDecision, DisposalDone | None]
_DECISIONS: Final = (
    select(DisposalDecision, DisposalDone)
    .outerjoin(DisposalDone, DisposalDone.decision_id == DisposalDecision.id)
    .order_by(DisposalDecision.at, DisposalDecision.id)
)


def records_page(session: Session, *, cursor: str | None = None) -> Page[ErasureRecord]:
    """Return a page of the records, newest first."""
    order = Order(ErasureRecord.at, ErasureRecord.id, descending=True)
    return paginate(session, select(ErasureRecord), order, cursor=cursor)


def record_by_id(session: Session, key: UUID) -> ErasureRecord:
    """Return one record; raises NotFoundError."""
    found = session.get(ErasureRecord, key)
    if found is None:
        raise NotFoundError
    return found


def decisions_told(session: Session) -> Mapping[Subject, Sequence[Told]]:
    """Return all that was decided about each official record, the oldest first."""
    found = defaultdict[Subject, list[Told]](list)
    for decision, done in session.execute(_DECISIONS):
        subject = Subject(decision.subject_kind.value, decision.subject_id)
        found[subject].append((decision, done))
    return found


def decisions_about(session: Session, subject: Subject) -> Sequence[Told]:
    """Return all that was decided about one of them, the oldest first."""
    rows = session.execute(
        _DECISIONS.where(
            DisposalDecision.subject_kind == OfficialKind(subject.kind),
            DisposalDecision.subject_id == subject.id,
        )
    )
    return [(decision, done) for decision, done in rows]


def own_disclosures(session: Session, actor: Actor) -> Sequence[tuple[Disclosure, Pupil]]:
    """Return the newest copies somebody has ordered, each with its pupil."""
    rows = session.execute(
        select(Disclosure, Pupil)
        .join(Pupil, Pupil.id == Disclosure.pupil_id)
        .where(Disclosure.ordered_by_id == actor.user_id)
        .options(defer(Disclosure.body))
        .order_by(Disclosure.ordered_at.desc(), Disclosure.id.desc())
        .limit(_SHOWN)
    )
    return [(row, pupil) for row, pupil in rows]


def own_disclosure(session: Session, actor: Actor, key: UUID) -> Disclosure:
    """Return a copy the actor has ordered; raises NotFoundError."""
    found = session.scalar(
        select(Disclosure).where(Disclosure.id == key, Disclosure.ordered_by_id == actor.user_id)
    )
    if found is None:
        raise NotFoundError
    return found


def disclosure_locked(session: Session, actor: Actor | None, key: UUID) -> Disclosure:
    """Return a copy, locked, that `actor` has ordered (None: a job); raises NotFoundError."""
    statement = select(Disclosure).where(Disclosure.id == key)
    if actor is not None:
        statement = statement.where(Disclosure.ordered_by_id == actor.user_id)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def language_of_guardian(session: Session, pupil_id: UUID) -> Language:
    """Return in which of our languages a pupil's guardian reads, by the newest registration."""
    tag = session.scalar(
        select(Registration.guardian_language)
        .where(Registration.pupil_id == pupil_id)
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(1)
    )
    return Language(tag) if tag in set(Language) else Language.JA
