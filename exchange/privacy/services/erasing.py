"""Erase a pupil: what is personal goes in one transaction, and no figure moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Localized, flush
from exchange.core.erasures import (
    Held,
    Hindrance,
    Obstacle,
    Part,
    Person,
    Search,
    counted,
    erase_found,
    survey,
)
from exchange.core.keys import Keyring
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.jobs.services import enqueue
from exchange.privacy.enums import RecordedAct
from exchange.privacy.models import ErasureRecord
from exchange.privacy.rules import ensure_named, ensure_nameless, ensure_settled
from exchange.youth.models import Pupil
from exchange.youth.queries.erasing import person_of, pupil_kept, pupil_to_erase

#: The kind of the job that keeps the list of who was erased.
KEEP: Final = "privacy.keep_erased"


@dataclass(frozen=True, slots=True)
class Offered:
    """What `exchange.rooms` lists for erasing, and the keys that open what is sealed."""

    parts: Sequence[Part]
    hindrances: Sequence[Hindrance]
    ring: Keyring
    #: Of whoever reads why somebody cannot be erased yet.
    language: str = Language.JA


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept about a pupil, by kind, and what stands against erasing it."""

    counts: Mapping[Held, int]
    hindrances: Sequence[Obstacle]


def look(session: Session, *, pupil_id: UUID, offered: Offered) -> Holding:
    """Count what is kept about a pupil; nothing is opened for anybody to read."""
    person = person_of(session, pupil_kept(session, pupil_id))
    found = survey(Search(session, person, offered.ring), offered.parts)
    return Holding(counted(found), hindrances_of(session, person, offered))


def erase_pupil(
    session: Session,
    *,
    actor: Actor,
    pupil_id: UUID,
    typed: str,
    reason: str,
    offered: Offered,
) -> ErasureRecord:
    """Erase a pupil for good: names, contact, health, passport, files, consents, words, mails.

    The ledger keeps its rows without a way to the person; whoever returns is a new person.
    Raises DomainError while a seat or a count is open, or where the typed name is another one.
    """
    pupil = pupil_to_erase(session, pupil_id)
    person = person_of(session, pupil)
    ensure_named(typed, pupil.name.written)
    ensure_nameless(reason, person)
    ensure_settled(hindrances_of(session, person, offered))
    kept = _erase(session, actor, pupil, person, reason=reason, offered=offered)
    enqueue(session, KEEP)
    return kept


def erase_again(
    session: Session, *, actor: Actor, pupil_id: UUID, day: date, offered: Offered
) -> bool:
    """Erase somebody who was erased on a day and came back with a backup; say whether they went.

    Not while a seat or a count is open again.
    """
    pupil = pupil_to_erase(session, pupil_id)
    person = person_of(session, pupil)
    if hindrances_of(session, person, offered):
        return False
    reason = translate(message("privacy.record.again", day=day), offered.language)
    _erase(session, actor, pupil, person, reason=reason, offered=offered)
    return True


def _erase(
    session: Session, actor: Actor, pupil: Pupil, person: Person, *, reason: str, offered: Offered
) -> ErasureRecord:
    pupil_id, is_demo = pupil.id, pupil.is_demo
    found = survey(Search(session, person, offered.ring), offered.parts)
    erase_found(session, found)
    kept = _kept(actor, reason, counted(found), is_demo=is_demo)
    session.add(kept)
    flush(session)
    record(
        session,
        actor=actor,
        act="pupils.erase",
        subject=Subject("pupil", pupil_id),
        changes={"record": (None, kept.id)},
    )
    return kept


def hindrances_of(session: Session, person: Person, offered: Offered) -> Sequence[Obstacle]:
    """Return what stands against erasing somebody today, room by room."""
    today = clock.today()
    found = [each for find in offered.hindrances for each in find(session, person, today)]
    return [replace(each, sentence=_worded(each.sentence, offered.language)) for each in found]


def _worded(sentence: Message, language: str) -> Message:
    """Name what a sentence is about in the reader's language."""
    params = {
        name: value.in_language(language) if isinstance(value, Localized) else value
        for name, value in sentence.params.items()
    }
    return Message(sentence.id, params)


def _kept(actor: Actor, reason: str, counts: Mapping[Held, int], *, is_demo: bool) -> ErasureRecord:
    return ErasureRecord(
        kind=RecordedAct.ERASURE,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        reason=reason,
        counts={held.value: number for held, number in counts.items()},
        is_demo=is_demo,
    )
