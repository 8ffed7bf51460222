"""What is found out about a closed year: entered by one person, approved by another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
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
from exchange.youth.ledger.corrected import corrected_year, persons_today
from exchange.youth.ledger.totals import TOPIC
from exchange.youth.models import Correction, Edition, Programme
from exchange.youth.rules.corrections import (
    corrected,
    ensure_another,
    ensure_entered_by,
    ensure_once,
    ensure_reason,
    ensure_sealed,
    found_as,
    known_now,
    totals_of,
)
from exchange.youth.rules.counting import Totals

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
    take_turns(session, LEDGER)
    ensure_reason(finding.reason)
    ensure_sealed(is_closed(session, finding.fiscal_year))
    ensure_once(_entered(session, finding))
    correction = Correction(
        fiscal_year=finding.fiscal_year,
        kind=finding.kind,
        edition_id=finding.edition_id,
        participation_id=finding.participation_id,
        digests=list(finding.digests),
        found_digest=finding.digests[0] if finding.kind is CorrectionKind.FOUND else None,
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
    if correction.kind is not CorrectionKind.NUMBER:
        change = _change(session, correction)
        correction.person_times = change.person_times
        correction.unique_persons = change.unique_persons
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


def _entered(session: Session, finding: Finding) -> bool:
    """Say whether the same is entered already, and neither refused nor withdrawn."""
    same = {
        CorrectionKind.STRUCK: (Correction.participation_id == finding.participation_id,),
        CorrectionKind.FOUND: (
            Correction.edition_id == finding.edition_id,
            Correction.found_digest.in_(finding.digests),
        ),
    }.get(finding.kind)
    if same is None:
        return False
    live = Correction.state.in_((_S.PROPOSED, _S.APPROVED))
    return session.scalar(select(Correction.id).where(live, *same).limit(1)) is not None


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


def _change(session: Session, correction: Correction) -> Totals:
    """Count what a correction changes, on top of those approved before it."""
    year = correction.fiscal_year
    rows = corrected_year(session, year, with_demo=correction.is_demo)
    today = persons_today(session)
    if correction.kind is CorrectionKind.FOUND:
        own = correction.digests[-1]
        correction.digests = [found_as(rows, own, today), own]
    if correction.kind is CorrectionKind.MERGED:
        correction.digests = list(known_now(rows, correction.digests, today))
    before, after = (totals_of(each, year) for each in (rows, corrected(rows, [correction])))
    return Totals(
        after.person_times - before.person_times, after.unique_persons - before.unique_persons
    )
