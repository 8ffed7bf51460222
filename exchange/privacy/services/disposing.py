"""Official records whose time is over: listed, and decided about by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import NotFoundError
from exchange.core.offers import Official, OfficialFinder, Subject
from exchange.core.permissions import Actor
from exchange.privacy.enums import Disposal, OfficialKind, Standing
from exchange.privacy.models import DisposalDecision
from exchange.privacy.queries import newest_decisions
from exchange.privacy.rules import over_before


@dataclass(frozen=True, slots=True)
class Candidate:
    """An official record whose time is over, and what was decided about it last."""

    kind: OfficialKind
    official: Official
    decision: DisposalDecision | None

    @property
    def standing(self) -> Standing:
        """Whether somebody has decided."""
        return Standing.OPEN if self.decision is None else Standing.DECIDED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides, and why."""

    decision: Disposal
    reason: str


def candidates_of(
    session: Session, *, today: date, sources: Sequence[OfficialFinder]
) -> Sequence[Candidate]:
    """Return the records whose time is over, the oldest first."""
    decided = newest_decisions(session)
    found = [each for find in sources for each in find(session, over_before(today))]
    rows = [
        Candidate(OfficialKind(each.subject.kind), each, decided.get(each.subject))
        for each in found
    ]
    return sorted(rows, key=place_of)


def place_of(row: Candidate) -> tuple[str, ...]:
    """Return where a record stands on their list."""
    subject = row.official.subject
    return (row.official.last_day.isoformat(), subject.kind, str(subject.id))


def candidate_of(
    session: Session, subject: Subject, *, today: date, sources: Sequence[OfficialFinder]
) -> Candidate:
    """Return one of them; raises NotFoundError."""
    for row in candidates_of(session, today=today, sources=sources):
        if row.official.subject == subject:
            return row
    raise NotFoundError


def decide_disposal(
    session: Session, *, actor: Actor, candidate: Candidate, verdict: Verdict
) -> DisposalDecision:
    """Keep what was decided about a record; the record itself stays as it is."""
    subject, before = candidate.official.subject, candidate.decision
    row = DisposalDecision(
        subject_kind=candidate.kind,
        subject_id=subject.id,
        decision=verdict.decision,
        reason=verdict.reason,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    session.add(row)
    flush(session)
    record(
        session,
        actor=actor,
        act="disposals.decide",
        subject=subject,
        changes={"decision": (before.decision if before else None, row.decision)},
    )
    return row
