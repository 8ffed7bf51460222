"""What is found out about a closed year: entered by one person, approved by another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import expect_version, flush, take_turns
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums.closing import CORRECTION_STEPS, CorrectionKind, CorrectionState
from exchange.youth.ledger.closing import LEDGER, is_closed
from exchange.youth.ledger.persons import same_person
from exchange.youth.ledger.totals import PERSON, TOPIC, counted_rows, first_year_of
from exchange.youth.models import Correction, Edition, Participation, Programme
from exchange.youth.rules.corrections import (
    Presence,
    change_of,
    corrected_figures,
    ensure_another,
    ensure_entered_by,
    ensure_once,
    ensure_reason,
    ensure_sealed,
)

_S = CorrectionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is found out about a closed year, before anybody has approved it."""

    fiscal_year: int
    kind: CorrectionKind
    reason: str
    edition_id: UUID | None = None
    participation_id: UUID | None = None
    digests: Sequence[str] = field(default_factory=tuple)
    #: Of a correction by number alone; the others are counted when they are approved.
    person_times: int = 0
    unique_persons: int = 0
    unique_since: int = 0
    origin_id: UUID | None = None
    is_demo: bool = False


def propose(session: Session, *, actor: Actor, finding: Finding) -> Correction:
    """Enter a correction; figures change when another person approves it."""
    ensure_reason(finding.reason)
    ensure_sealed(is_closed(session, finding.fiscal_year))
    ensure_once(_entered(session, finding))
    correction = Correction(
        fiscal_year=finding.fiscal_year,
        kind=finding.kind,
        edition_id=finding.edition_id,
        participation_id=finding.participation_id,
        digests=list(finding.digests),
        person_times=finding.person_times,
        unique_persons=finding.unique_persons,
        unique_since=finding.unique_since,
        reason=finding.reason,
        entered_by_id=actor.user_id,
        entered_by=actor.name,
        origin_id=finding.origin_id,
        is_demo=finding.is_demo,
    )
    session.add(correction)
    flush(session)
    changes = {
        "fiscal_year": finding.fiscal_year,
        "kind": finding.kind,
        "edition_id": finding.edition_id,
        "reason": finding.reason,
    }
    record(
        session,
        actor=actor,
        act="corrections.enter",
        subject=Subject("correction", correction.id),
        changes=created(changes),
    )
    return correction


def approve(session: Session, *, actor: Actor, key: UUID, version: int) -> Correction:
    """Take a correction into the figures; somebody else must have entered it."""
    take_turns(session, LEDGER)
    correction = _held(session, key, version, _S.APPROVED)
    ensure_another(correction.entered_by_id, actor.user_id)
    if correction.kind is CorrectionKind.FOUND:
        own = correction.digests[-1]
        correction.digests = [_found_as(session, own, correction.fiscal_year), own]
    if correction.kind is not CorrectionKind.NUMBER:
        change = _change(session, correction)
        correction.person_times, correction.unique_persons, correction.unique_since = change
    decide(session, correction, _S.APPROVED, actor=actor, reason="")
    touch(session, TOPIC)
    return correction


def turn_down(
    session: Session, *, actor: Actor, key: UUID, version: int, reason: str
) -> Correction:
    """Refuse a correction, with the reason; it moves nothing."""
    correction = _held(session, key, version, _S.REFUSED)
    ensure_reason(reason)
    decide(session, correction, _S.REFUSED, actor=actor, reason=reason)
    return correction


def take_back(session: Session, *, actor: Actor, key: UUID, version: int) -> Correction:
    """Withdraw a correction that the same person entered and nobody has decided."""
    correction = _held(session, key, version, _S.WITHDRAWN)
    ensure_entered_by(correction.entered_by_id, actor.user_id)
    decide(session, correction, _S.WITHDRAWN, actor=actor, reason="")
    return correction


def approved_changes(
    session: Session, *, with_demo: bool
) -> Mapping[int, tuple[int, int, int, int]]:
    """Return by closed year what its approved corrections change, and how many they are.

    Person-times, unique persons of the year, unique persons since the start, number.
    """
    real = () if with_demo else (Correction.is_demo.is_(False),)
    rows = session.execute(
        select(
            Correction.fiscal_year,
            func.sum(Correction.person_times),
            func.sum(Correction.unique_persons),
            func.sum(Correction.unique_since),
            func.count(),
        )
        .where(Correction.state == _S.APPROVED, *real)
        .group_by(Correction.fiscal_year)
    )
    return {year: (times, unique, since, number) for year, times, unique, since, number in rows}


def corrections_of(
    session: Session, fiscal_year: int, *, section: str | None = None
) -> Sequence[Correction]:
    """Return a year's corrections with their editions, the first entered first.

    Of a section those of its own programmes: what is about no edition is the division's.
    """
    statement = select(Correction).where(Correction.fiscal_year == fiscal_year)
    if section is not None:
        own = select(Edition.id).join(Edition.programme).where(Programme.section == section)
        statement = statement.where(Correction.edition_id.in_(own))
    return session.scalars(
        statement.options(joinedload(Correction.edition)).order_by(
            Correction.created_at, Correction.id
        )
    ).all()


def presences(
    session: Session, *, with_demo: bool, digests: Collection[str] | None = None
) -> Iterable[Presence]:
    """Return what counts in the ledger, of everybody or of some persons' digests."""
    statement = select(Participation.fiscal_year, PERSON, Participation.id).where(
        *counted_rows(with_demo)
    )
    if digests is not None:
        statement = statement.where(
            or_(Participation.person_digest.in_(digests), PERSON.in_(digests))
        )
    found: Iterable[Any] = session.execute(statement)
    return [Presence(*row) for row in found]


def found_of(session: Session, digests: Collection[str]) -> Sequence[Presence]:
    """Return what approved corrections found of some persons' digests."""
    return [
        Presence(each.fiscal_year, each.digests[0])
        for each in approved(session)
        if each.kind is CorrectionKind.FOUND and set(each.digests) & set(digests)
    ]


def approved(session: Session) -> Sequence[Correction]:
    """Return the approved corrections in the order in which they were approved."""
    return session.scalars(
        select(Correction)
        .where(Correction.state == _S.APPROVED)
        .order_by(Correction.decided_at, Correction.id)
    ).all()


def counted_as(session: Session, digest: str, fiscal_year: int) -> str:
    """Return under which digest a person counts in a fiscal year."""
    found = session.scalar(
        select(PERSON)
        .where(Participation.person_digest == digest, Participation.fiscal_year == fiscal_year)
        .limit(1)
    )
    return found or digest


def _entered(session: Session, finding: Finding) -> bool:
    """Say whether the same is entered already, and neither refused nor withdrawn."""
    same = {
        CorrectionKind.STRUCK: Correction.participation_id == finding.participation_id,
        CorrectionKind.FOUND: Correction.edition_id == finding.edition_id,
    }.get(finding.kind)
    if same is None:
        return False
    rows = session.scalars(
        select(Correction).where(
            same,
            Correction.kind == finding.kind,
            Correction.state.in_((_S.PROPOSED, _S.APPROVED)),
        )
    )
    return any(row.digests[-1:] == list(finding.digests)[-1:] for row in rows)


def _found_as(session: Session, own: str, fiscal_year: int) -> str:
    """Return as whom somebody found counts in a closed year: one already counted there, if any.

    Whoever was merged since the year was closed is one person with who was counted then.
    """
    digests = same_person(session, own)
    rows = presences(session, with_demo=True, digests=digests)
    there = {row.person for row in rows if row.fiscal_year == fiscal_year}
    there |= {row.person for row in found_of(session, digests) if row.fiscal_year == fiscal_year}
    return min(there, default=digests[0])


def _held(session: Session, key: UUID, version: int, target: CorrectionState) -> Correction:
    """Return a correction, locked, as the person saw it, and open to the step."""
    found = session.scalar(
        select(Correction)
        .where(Correction.id == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    CORRECTION_STEPS.ensure(found.state, target)
    expect_version(found, version)
    return found


def decide(
    session: Session, correction: Correction, target: CorrectionState, *, actor: Actor, reason: str
) -> None:
    """Bring a correction that is held to its end, with who and when."""
    changes = {
        "state": (correction.state, target),
        "person_times": (None, correction.person_times),
        "unique_persons": (None, correction.unique_persons),
    }
    correction.state = target
    correction.decided_at = clock.now()
    correction.decided_by_id, correction.decided_by = actor.user_id, actor.name
    correction.decision_reason = reason
    flush(session)
    record(
        session,
        actor=actor,
        act=f"corrections.{target.value}",
        subject=Subject("correction", correction.id),
        changes=changes,
    )


def _change(session: Session, correction: Correction) -> tuple[int, int, int]:
    """Count what a correction changes, on top of those approved before it."""
    before = [each for each in approved(session) if each.is_demo == correction.is_demo]
    people = set(correction.digests)
    for each in before:
        if each.kind is CorrectionKind.MERGED and people & set(each.digests):
            people |= set(each.digests)
    rows = list(presences(session, with_demo=correction.is_demo, digests=people))
    first_year = first_year_of(session)
    return change_of(
        corrected_figures(rows, before, first_year),
        corrected_figures(rows, [*before, correction], first_year),
        correction.fiscal_year,
    )
