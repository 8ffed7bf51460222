"""When a session can be, when attendance can be marked, and how often a pupil was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import EditionState
from exchange.youth.enums.eligibility import Verdict
from exchange.youth.enums.journeys import AttendanceMark

#: Marks by session and registration.
Marks = Mapping[tuple[UUID, UUID], AttendanceMark]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the sessions held so far a pupil was at."""

    present: int
    held: int


def ensure_hours(starts: time, ends: time) -> None:
    """Refuse a session that ends before it begins."""
    if ends <= starts:
        raise DomainError(message("youth.session.error.hours"), field="ends")


def ensure_goes_on(state: EditionState) -> None:
    """Refuse to plan sessions of an edition that does not take place."""
    if state is EditionState.CANCELLED:
        raise DomainError(message("youth.error.edition_cancelled"))


def ensure_held(day: date, today: date) -> None:
    """Refuse to mark attendance before a session's day."""
    if today < day:
        raise DomainError(message("youth.session.error.not_yet", day=day))


def tally(registration_id: UUID, sessions: Iterable[UUID], marks: Marks) -> Tally:
    """Count at how many of some sessions a pupil was."""
    found = [marks.get((session, registration_id)) for session in sessions]
    return Tally(present=found.count(AttendanceMark.PRESENT), held=len(found))


def training_so_far(
    registration_id: UUID, trainings: Iterable[UUID], marks: Marks, *, checked: bool | None = None
) -> Verdict | None:
    """Say whether a pupil was at all training held so far; None before the first.

    Who was away with a reason, or is not marked yet, needs a person to decide; what a person
    has `checked` stands above the marks.
    """
    if checked is not None:
        return Verdict.PASS if checked else Verdict.FAIL
    found = {marks.get((session, registration_id)) for session in trainings}
    if not found:
        return None
    if AttendanceMark.MISSING in found:
        return Verdict.FAIL
    return Verdict.PASS if found == {AttendanceMark.PRESENT} else Verdict.PERSON
