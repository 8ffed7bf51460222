"""Rules of visits: dates, steps, what may be published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from exchange.closures.rules import next_workday
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.delegations.enums import NEXT_STATES, ApprovalClass, VisitState

#: The states in which a visit is settled enough for the public.
PUBLISHABLE: Final = frozenset({VisitState.CONFIRMED, VisitState.UNDER_WAY, VisitState.CLOSED})
#: Diet and mobility of members are kept for so long after the visit.
NEEDS_KEPT: Final = timedelta(days=30)
#: The states a visit enters only with a reason.
STOPPED: Final = frozenset({VisitState.POSTPONED, VisitState.CANCELLED})
#: The way of a visit that takes place.
COURSE: Final = (
    VisitState.DRAFT,
    VisitState.PLANNED,
    VisitState.APPROVED,
    VisitState.CONFIRMED,
    VisitState.UNDER_WAY,
    VisitState.CLOSED,
)

#: Visits on record lie in these years.
FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100

Standing = Literal["done", "now", "next", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is written on the paper that goes to be decided: 文書番号, 起案日, 決裁区分."""

    document_number: str
    drafted_on: date
    approval_class: ApprovalClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The record of a decision taken on paper: 文書番号, 起案日, 決裁日, 決裁区分."""

    document_number: str
    drafted_on: date | None
    approved_on: date
    approval_class: ApprovalClass


def ensure_dates(starts: date, ends: date) -> None:
    """Raise DomainError for a visit that ends before it begins, or in no year of this work."""
    for field, day in (("starts", starts), ("ends", ends)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            sentence = message("delegations.error.year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
            raise DomainError(sentence, field=field)
    if ends < starts:
        raise DomainError(message("delegations.error.ends_before_starts"), field="ends")


def ensure_fallback(fallback: tuple[date | None, date | None], days: tuple[date, date]) -> None:
    """Raise DomainError for fallback days that are half, cannot be, or are the visit's own."""
    starts, ends = fallback
    if starts is None and ends is None:
        return
    if starts is None or ends is None:
        field = "fallback_starts" if starts is None else "fallback_ends"
        raise DomainError(message("delegations.error.fallback_half"), field=field)
    try:
        ensure_dates(starts, ends)
    except DomainError as error:
        raise DomainError(error.sentence, field=f"fallback_{error.field}") from error
    if (starts, ends) == days:
        raise DomainError(message("delegations.error.fallback_same"), field="fallback_starts")


def may_fall_back(state: VisitState) -> bool:
    """Say whether a visit can still be held on other days than its own."""
    return takes_along(state) and is_movable(state)


def ensure_fallback_open(state: VisitState) -> None:
    """Raise DomainError for fallback days of a visit that has begun, is over or called off."""
    if not may_fall_back(state):
        sentence = message("delegations.error.fallback_late", state=label(state))
        raise DomainError(sentence, field="fallback_starts")


def ensure_head(members: int, heads: int) -> None:
    """Raise DomainError for a delegation whose members are known and none is its head."""
    if members and not heads:
        raise DomainError(message("delegations.error.no_head"))


def may_be_drafted(state: VisitState) -> bool:
    """Say whether a visit is still to be decided, so that its draft can be recorded."""
    return state in {VisitState.DRAFT, VisitState.PLANNED}


def ensure_draft(state: VisitState, drafted_on: date, *, today: date) -> None:
    """Raise DomainError for a draft of a visit that is decided or stopped, or one to come."""
    if not may_be_drafted(state):
        raise DomainError(message("delegations.error.no_draft", state=label(state)))
    if drafted_on > today:
        raise DomainError(message("delegations.error.drafted_in_future"), field="drafted_on")


def ensure_approval(approval: Approval, *, today: date) -> None:
    """Raise DomainError for an approval in the future or older than its draft."""
    if approval.approved_on > today:
        raise DomainError(message("delegations.error.approved_in_future"), field="approved_on")
    if approval.drafted_on is not None and approval.drafted_on > approval.approved_on:
        raise DomainError(message("delegations.error.approved_before_draft"), field="approved_on")


def ensure_reason(reason: str) -> None:
    """Raise DomainError when a visit is put off or called off without a reason."""
    if not reason.strip():
        raise DomainError(message("delegations.error.reason"), field="reason")


def ensure_kept(number: int, reason: str) -> None:
    """Raise DomainError when tasks of a visit called off are kept, and nobody says why."""
    if number and not reason.strip():
        raise DomainError(message("delegations.error.keep_reason"), field="keep_reason")


def ensure_stopped(state: VisitState) -> None:
    """Raise DomainError for a visit that goes on: there is nothing to tell of it."""
    if state not in STOPPED:
        raise DomainError(message("delegations.error.not_stopped", state=label(state)))


def ensure_going(state: VisitState) -> None:
    """Raise DomainError for a visit that is over or called off: nothing is prepared any more."""
    if state in {VisitState.CLOSED, VisitState.CANCELLED}:
        raise DomainError(message("delegations.error.not_going", state=label(state)))


def report_day(last: date, days: int, closed: Collection[date]) -> date:
    """Return the day until which a visit is reported on: so many working days after its last."""
    day = last
    for _ in range(days):
        day = next_workday(day + timedelta(days=1), closed)
    return day


def has_outcome(state: VisitState) -> bool:
    """Say whether something can have come of a visit."""
    return state in {VisitState.UNDER_WAY, VisitState.CLOSED}


def ensure_outcome(state: VisitState) -> None:
    """Raise DomainError for the outcome of a visit that has not begun, or never took place."""
    if not has_outcome(state):
        raise DomainError(message("delegations.error.no_outcome", state=label(state)))


def ensure_movable(state: VisitState) -> None:
    """Raise DomainError for a visit that is called off: its days stay."""
    if not is_movable(state):
        raise DomainError(message("delegations.error.not_movable", state=label(state)))


def is_movable(state: VisitState) -> bool:
    """Say whether a visit can be given new days; of one that has begun they are put right."""
    return state is not VisitState.CANCELLED


def takes_along(state: VisitState) -> bool:
    """Say whether what was planned for a visit's days follows them: not once it has begun."""
    return state not in {VisitState.UNDER_WAY, VisitState.CLOSED}


def ensure_day_reached(target: VisitState, *, starts: date, ends: date, today: date) -> None:
    """Raise DomainError for a visit begun before its first day or closed before its last."""
    needed = {VisitState.UNDER_WAY: starts, VisitState.CLOSED: ends}.get(target)
    if needed is not None and today < needed:
        sentence = message("delegations.error.too_early", target=label(target), day=needed)
        raise DomainError(sentence)


def ensure_publishable(state: VisitState) -> None:
    """Raise DomainError for a visit that is not confirmed."""
    if state not in PUBLISHABLE:
        raise DomainError(message("delegations.error.not_publishable", state=label(state)))


def possible_moves(state: VisitState) -> Sequence[VisitState]:
    """Return the states that may follow, in the order of the enum."""
    following = NEXT_STATES.following(state)
    return [candidate for candidate in VisitState if candidate in following]


def standings(
    state: VisitState, passed: Collection[VisitState]
) -> Sequence[tuple[VisitState, Standing]]:
    """Return the steps of a visit's course and where it stands; `passed` are those it has been in.

    A visit that was stopped shows what it passed, that it was stopped, and nothing to come.
    """
    if state in STOPPED:
        done: list[tuple[VisitState, Standing]] = [
            (step, "done" if step in passed else "skipped") for step in COURSE
        ]
        return [*done, (state, "now")]
    reached = COURSE.index(state)
    return [(step, _standing(number, reached)) for number, step in enumerate(COURSE)]


def _standing(number: int, reached: int) -> Standing:
    if number < reached:
        return "done"
    return "now" if number == reached else "next"
