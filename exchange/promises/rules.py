"""Rules of promises: until when, whose, and how they are settled."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.promises.enums import PromiseSide, PromiseState

if TYPE_CHECKING:
    from exchange.core.dates import PartialDate
    from exchange.promises.models import Promise


def sort_day(due: "PartialDate | None") -> date:
    """Return the last day a promise can be kept in time; one without a day comes last."""
    return due.latest if due else date.max


def is_overdue(promise: "Promise", today: date) -> bool:
    """Say whether an open promise's last day has passed."""
    return promise.state is PromiseState.OPEN and promise.sort_day < today


def ensure_owned(side: PromiseSide, owner: UUID | None, person: UUID | None) -> None:
    """Raise DomainError when ours has nobody of ours, or is laid on somebody of theirs."""
    if side is PromiseSide.THEIRS:
        return
    if owner is None:
        raise DomainError(message("promises.error.no_owner"), field="owner_id")
    if person is not None:
        raise DomainError(message("promises.error.not_theirs"), field="person_id")


def ensure_reasoned(target: PromiseState, reason: str) -> None:
    """Raise DomainError when a promise is dropped without a word."""
    if target is PromiseState.DROPPED and not reason:
        raise DomainError(message("promises.error.no_reason"), field="reason")


def awaits_record(ends: date, recorded: int, today: date) -> bool:
    """Say whether a visit is over and nobody has written down what was promised in it."""
    return ends < today and not recorded
