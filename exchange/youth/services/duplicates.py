"""Pupils who may be one child: ask the division, and do what it decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush, take_turns, uuid7
from exchange.core.errors import TransitionError
from exchange.core.keys import LedgerKey
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import DUPLICATE_STEPS, DuplicateState
from exchange.youth.ledger import (
    join_persons,
    part_persons,
    propose_merge,
    propose_parting,
)
from exchange.youth.models import Duplicate, DuplicateDecision, Edition, Pupil
from exchange.youth.queries.duplicates import (
    known_pairs,
    lock_running_editions,
    locked_duplicate,
    locked_person,
    pupils_alike,
    shared_editions,
    states_elsewhere,
)
from exchange.youth.rules.duplicates import (
    ensure_newest,
    ensure_no_shared_edition,
    ensure_once_in_edition,
    ensure_two_persons,
    ensure_undoable,
)
from exchange.youth.services.caring import flag_person
from exchange.youth.services.steps import expect_seen

#: What schools take turns at: looking for a pupil whom another school may just be writing.
ALIKE: Final = "youth.pupils_alike"
#: Why a closed year is corrected.
_MERGED: Final = message("youth.duplicate.correction.merged")
_PARTED: Final = message("youth.duplicate.correction.parted")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided about a pair, why, and the version of the page it was decided on."""

    state: DuplicateState
    reason: str
    version: int | None = None


def note_duplicates(
    session: Session, *, actor: Actor, pupils: Sequence[Pupil]
) -> Sequence[Duplicate]:
    """Ask the division about pupils whom another school knows by the same name and birth date.

    Call it after pupils were registered or renamed; what was asked before is not asked again. Two
    schools that write one child at the same moment take turns: the second finds the first.
    """
    take_turns(session, ALIKE)
    found = _alike(session, pupils)
    if not found:
        return []
    asked = known_pairs(session, {each.id for pair in found for each in pair})
    rows = [
        Duplicate(
            id=uuid7(),
            first_id=other.id,
            second_id=pupil.id,
            is_demo=other.is_demo or pupil.is_demo,
        )
        for other, pupil in found
        if frozenset((other.id, pupil.id)) not in asked
    ]
    session.add_all(rows)
    flush(session)
    for row in rows:
        record(
            session,
            actor=actor,
            act="duplicates.note",
            subject=Subject("duplicate", row.id),
            changes=created({"first_id": row.first_id, "second_id": row.second_id}),
        )
    return rows


def ensure_not_elsewhere(session: Session, *, edition: Edition, pupil: Pupil | None) -> None:
    """Refuse a known pupil whom another school of the same person has in the edition."""
    if pupil is not None:
        ensure_once_in_edition(states_elsewhere(session, edition, pupil))


def decide_duplicate(
    session: Session, *, actor: Actor, duplicate_id: UUID, verdict: Verdict
) -> Duplicate:
    """Hold that two pupils are different, or the same without making them one."""
    row = locked_duplicate(session, duplicate_id)
    expect_seen(row, verdict.version)
    DUPLICATE_STEPS.ensure(row.state, verdict.state)
    _decide(session, actor, row, verdict)
    return row


def merge_pupils(
    session: Session,
    *,
    actor: Actor,
    duplicate_id: UUID,
    keeps_first: bool,
    verdict: Verdict,
    ledger_key: LedgerKey,
) -> Duplicate:
    """Make two pupils one person; both rows and all their registrations stay as evidence.

    The running editions are locked first: nobody is registered between counting and merging.
    """
    lock_running_editions(session)
    row = locked_duplicate(session, duplicate_id)
    expect_seen(row, verdict.version)
    DUPLICATE_STEPS.ensure(row.state, verdict.state)
    pair = (row.first, row.second) if keeps_first else (row.second, row.first)
    kept, joined = (locked_person(session, pupil) for pupil in pair)
    ensure_two_persons(kept[0].id, joined[0].id)
    shared = shared_editions(session, _ids(kept), _ids(joined))
    ensure_no_shared_edition([edition.title for edition in shared])
    for pupil in joined:
        pupil.merged_into_id = kept[0].id
    flush(session)
    person = (*kept, *joined)
    if any(pupil.needs_care for pupil in person):
        flag_person(session, actor=actor, person=person, needs_care=True)
    digests = _digests(ledger_key, person)
    propose_merge(session, actor=actor, digests=digests, reason=_said(_MERGED), origin_id=row.id)
    join_persons(session, digests)
    decision = _decide(session, actor, row, verdict)
    decision.kept_ids, decision.joined_ids = _texts(kept), _texts(joined)
    flush(session)
    return row


def undo_merge(
    session: Session, *, actor: Actor, duplicate_id: UUID, verdict: Verdict, ledger_key: LedgerKey
) -> Duplicate:
    """Take a merge back within its time: pupils, counting and the pair are as they were.

    `verdict.state` is MERGED: what is taken back.
    """
    row = locked_duplicate(session, duplicate_id)
    expect_seen(row, verdict.version)
    merge = merge_of(row)
    ensure_undoable(merge.at.astimezone(OFFICE_ZONE).date(), clock.today())
    person = locked_person(session, row.first)
    kept_ids, joined_ids = _keys(merge.kept_ids), _keys(merge.joined_ids)
    ensure_newest((*kept_ids, *joined_ids), _ids(person))
    pupils = {pupil.id: pupil for pupil in person}
    first_joined, *followers = joined_ids
    pupils[first_joined].merged_into_id = None
    for key in followers:
        pupils[key].merged_into_id = first_joined
    flush(session)
    part_persons(session, _digests(ledger_key, person))
    propose_parting(
        session,
        actor=actor,
        sides=[[ledger_key.digest(key) for key in keys] for keys in (kept_ids, joined_ids)],
        reason=_said(_PARTED),
        origin_id=row.id,
    )
    _decide(session, actor, row, Verdict(merge.previous, verdict.reason))
    return row


def merge_of(row: Duplicate) -> DuplicateDecision:
    """Return the merge in force of a pair; raises TransitionError where there is none."""
    if row.state is not DuplicateState.MERGED:
        raise TransitionError(message("youth.duplicate.error.not_merged"))
    return row.decisions[-1]


def _said(why: Message) -> str:
    """Say in the office's language why a closed year is corrected.

    Corrections stay for ever and the decision about a pair names people: its reason stays there.
    """
    return translate(why, Language.JA)


def _alike(session: Session, pupils: Sequence[Pupil]) -> Sequence[tuple[Pupil, Pupil]]:
    """Pair pupils with those of other schools under the same key who are not one person yet."""
    alike = defaultdict(list)
    for each in pupils_alike(session, {pupil.match_key for pupil in pupils}):
        alike[each.match_key].append(each)
    return [
        (other, pupil)
        for pupil in pupils
        for other in alike[pupil.match_key]
        if other.school_id != pupil.school_id and other.person_id != pupil.person_id
    ]


def _decide(session: Session, actor: Actor, row: Duplicate, verdict: Verdict) -> DuplicateDecision:
    previous, row.state = row.state, verdict.state
    decision = DuplicateDecision(
        duplicate_id=row.id,
        previous=previous,
        state=verdict.state,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        reason=verdict.reason,
    )
    session.add(decision)
    flush(session)
    record(
        session,
        actor=actor,
        act="duplicates.decide",
        subject=Subject("duplicate", row.id),
        changes={"state": (previous, verdict.state)},
    )
    return decision


def _ids(pupils: Iterable[Pupil]) -> list[UUID]:
    return [pupil.id for pupil in pupils]


def _texts(pupils: Iterable[Pupil]) -> list[str]:
    return [str(pupil.id) for pupil in pupils]


def _keys(texts: list[str] | None) -> list[UUID]:
    return [UUID(text) for text in texts or ()]


def _digests(ledger_key: LedgerKey, pupils: Iterable[Pupil]) -> list[str]:
    return [ledger_key.digest(pupil.id) for pupil in pupils]
