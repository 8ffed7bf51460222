"""Official records whose time is over: listed, decided about, and noted once disposed of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import flush, reference_uuid, take_turns
from exchange.core.errors import NotFoundError, StaleRowError
from exchange.core.offers import Official, OfficialFinder, Subject
from exchange.core.permissions import Actor
from exchange.privacy.enums import Disposal, DisposalMeans, OfficialKind, Standing
from exchange.privacy.models import DisposalDecision, DisposalDone
from exchange.privacy.queries import Told, decisions_about, decisions_told
from exchange.privacy.rules import (
    disposable_since,
    ensure_disposed_on,
    ensure_to_be_disposed,
    ensure_told,
    over_before,
    standing_of,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An official record whose time is over, and what was decided about it and done."""

    kind: OfficialKind
    official: Official
    #: All that was decided about it, the oldest first.
    told: Sequence[Told]

    @property
    def decision(self) -> DisposalDecision | None:
        """The decision that holds."""
        return self.told[-1][0] if self.told else None

    @property
    def done(self) -> DisposalDone | None:
        """That it was disposed of, as was decided last."""
        return self.told[-1][1] if self.told else None

    @property
    def since(self) -> DisposalDecision | None:
        """The decision from which on it could go."""
        return disposable_since([decision for decision, _ in self.told])

    @property
    def version(self) -> int:
        """How many rows are kept about it: none ever goes, so that one more is another state."""
        return len(self.told) + sum(done is not None for _, done in self.told)

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

    What was noted as disposed of stays among them, even where its room lists it no more.
    """
    told = decisions_told(session)
    found = {each.subject: each for find in sources for each in find(session, over_before(today))}
    rows = [
        Candidate(OfficialKind(subject.kind), official, told.get(subject, ()))
        for subject in {*found, *told}
        if (official := _official(subject, found.get(subject), told.get(subject, ())))
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
    session: Session, *, actor: Actor, candidate: Candidate, verdict: Verdict, version: int
) -> DisposalDecision:
    """Keep what was decided about a record; the record itself stays as it is.

    Raises StaleRowError with what was decided meanwhile.
    """
    subject = candidate.official.subject
    candidate = _in_turn(session, candidate)
    if candidate.version != version:
        decided = candidate.decision
        theirs = {"decision": decided.decision, "reason": decided.reason} if decided else {}
        raise StaleRowError(theirs=theirs, version=candidate.version)
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
    session: Session, *, actor: Actor, candidate: Candidate, deed: Deed, version: int, today: date
) -> DisposalDone:
    """Keep that a record was disposed of, as was decided; deciding anew takes it back.

    Raises StaleRowError with what was noted meanwhile, DomainError for a day that cannot be.
    """
    candidate = _in_turn(session, candidate)
    if candidate.version != version:
        theirs = _told(candidate.done) if candidate.done else {}
        raise StaleRowError(theirs=theirs, version=candidate.version)
    decision, since = candidate.decision, candidate.since
    ensure_to_be_disposed(candidate.decided, is_done=candidate.done is not None)
    assert decision is not None, "what is to be disposed of was decided"
    assert since is not None, "and from some day on"
    ensure_disposed_on(deed.disposed_on, decided=since.at, today=today)
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


def _official(subject: Subject, found: Official | None, told: Sequence[Told]) -> Official | None:
    """Return a record as its room lists it; one that is gone as it was called when it was noted."""
    noted = [done for _, done in told if done]
    is_gone = bool(told) and told[-1][1] is not None
    if not noted or (found and not is_gone):
        return found
    return Official(subject, noted[-1].title, noted[-1].last_day, found.path if found else "")


def _in_turn(session: Session, candidate: Candidate) -> Candidate:
    """Return it with what is told of it now; nobody else adds to that until the end."""
    subject = candidate.official.subject
    take_turns(session, f"disposal of {subject.kind} {subject.id}")
    return replace(candidate, told=decisions_about(session, subject))


def _taken_back(done: DisposalDone | None) -> Changes:
    """Return that a record is no longer held to be disposed of."""
    return {name: (value, None) for name, value in _told(done).items()} if done else {}


def _told(done: DisposalDone) -> Mapping[str, object]:
    """Return what the log tells of it."""
    return {"disposed_on": done.disposed_on, "means": done.means, "remark": done.remark or None}
