"""Official records whose time is over: listed, decided about, and noted once disposed of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import flush, reference_uuid
from exchange.core.errors import NotFoundError
from exchange.core.offers import Official, OfficialFinder, Subject
from exchange.core.permissions import Actor
from exchange.privacy.enums import Disposal, DisposalMeans, OfficialKind, Standing
from exchange.privacy.models import DisposalDecision, DisposalDone
from exchange.privacy.queries import disposals_done, newest_decisions
from exchange.privacy.rules import (
    ensure_disposed_on,
    ensure_to_be_disposed,
    ensure_told,
    over_before,
    standing_of,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An official record whose time is over, and what was decided about it last and done."""

    kind: OfficialKind
    official: Official
    decision: DisposalDecision | None
    #: That it was disposed of, as was decided last.
    done: DisposalDone | None

    @property
    def decided(self) -> Disposal | None:
        """What was decided last."""
        return self.decision.decision if self.decision else None

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        return standing_of(self.decided, is_done=self.done is not None)

    @property
    def is_to_be_disposed(self) -> bool:
        """Whether it is still to be noted that it was disposed of."""
        return self.decided is Disposal.DISPOSE and self.done is None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides, and why."""

    decision: Disposal
    reason: str


@dataclass(frozen=True, slots=True)
class Deed:
    """How and when a record was really disposed of."""

    disposed_on: date
    means: DisposalMeans
    remark: str


def candidates_of(
    session: Session, *, today: date, sources: Sequence[OfficialFinder]
) -> Sequence[Candidate]:
    """Return the records whose time is over, the oldest first.

    What was disposed of stays among them, even where its room lists it no more.
    """
    decided, done = newest_decisions(session), disposals_done(session)
    found = {each.subject: each for find in sources for each in find(session, over_before(today))}
    gone = {each: done[row.id] for each, row in decided.items() if row.id in done}
    official = {each: Official(each, row.title, row.last_day, "") for each, row in gone.items()}
    rows = [
        Candidate(OfficialKind(subject.kind), each, decided.get(subject), gone.get(subject))
        for subject, each in {**official, **found}.items()
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
    subject = candidate.official.subject
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
        changes={"decision": (candidate.decided, row.decision), **_taken_back(candidate.done)},
    )
    return row


def note_disposed(
    session: Session, *, actor: Actor, candidate: Candidate, deed: Deed, today: date
) -> DisposalDone:
    """Keep that a record was disposed of, as was decided; deciding anew takes it back."""
    decision = candidate.decision
    ensure_to_be_disposed(candidate.decided, is_done=candidate.done is not None)
    assert decision is not None, "what is to be disposed of was decided"
    ensure_disposed_on(deed.disposed_on, decided=decision.at, today=today)
    ensure_told(deed.means, deed.remark)
    row = DisposalDone(
        decision_id=decision.id,
        title=candidate.official.title,
        last_day=candidate.official.last_day,
        disposed_on=deed.disposed_on,
        means=deed.means,
        remark=deed.remark,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    session.add(row)
    flush(session)
    record(
        session,
        actor=actor,
        act="disposals.dispose",
        subject=candidate.official.subject,
        changes=created(_told(row)),
    )
    return row


def note_register_taken(session: Session, *, actor: Actor, count: int) -> None:
    """Record that the list of what was disposed of was taken as a file, and of how many."""
    record(
        session,
        actor=actor,
        act="disposals.export",
        subject=Subject("disposal_register", reference_uuid("register", "disposals")),
        changes={"count": (None, count)},
        purpose=Purpose.KEEPING,
    )


def _taken_back(done: DisposalDone | None) -> Changes:
    """Return that a record is no longer held to be disposed of."""
    return {name: (value, None) for name, value in _told(done).items()} if done else {}


def _told(done: DisposalDone) -> Mapping[str, object]:
    """Return what the log tells of it."""
    return {"disposed_on": done.disposed_on, "means": done.means, "remark": done.remark or None}
