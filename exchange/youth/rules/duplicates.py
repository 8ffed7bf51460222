"""When two pupils who may be one child can be made one, and until when that can be undone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import RegistrationState

if TYPE_CHECKING:
    from exchange.core.database import Localized

#: For so many days after the day of a merge it can be undone.
UNDO_TIME: Final = timedelta(days=14)

#: States in which a pupil is out of an edition: a second registration of the child does no harm.
OUT: Final = frozenset(
    {
        RegistrationState.WITHDRAWN,
        RegistrationState.NOT_SELECTED,
        RegistrationState.DECLINED,
        RegistrationState.CANCELLED_BY_PROGRAMME,
    }
)
#: States that stand in no other registration's way: a draft is nothing a school has handed in.
NO_CLAIM: Final = OUT | {RegistrationState.DRAFT}


def undo_until(merged_on: date) -> date:
    """Return the last day on which a merge can be undone."""
    return merged_on + UNDO_TIME


def ensure_undoable(merged_on: date, today: date) -> None:
    """Refuse to undo a merge after its time."""
    last = undo_until(merged_on)
    if today > last:
        raise DomainError(message("youth.duplicate.error.too_late", day=last))


def ensure_two_persons(first: UUID, second: UUID) -> None:
    """Refuse to merge two pupils who are one person already."""
    if first == second:
        raise DomainError(message("youth.duplicate.error.one_already"))


def ensure_newest(then: Iterable[UUID], now: Iterable[UUID]) -> None:
    """Refuse to undo a merge on which a later one stands."""
    if set(then) != set(now):
        raise DomainError(message("youth.duplicate.error.later_merge"))


def ensure_no_shared_edition(titles: Sequence["Localized"]) -> None:
    """Refuse to merge while both are in one running edition: one has to be taken out first."""
    if titles:
        raise DomainError(message("youth.duplicate.error.shared_edition", edition=titles[0]))


def ensure_once_in_edition(states: Collection[RegistrationState]) -> None:
    """Refuse to register a child whom another school has handed in for the same edition."""
    if any(state not in NO_CLAIM for state in states):
        raise DomainError(message("youth.duplicate.error.registered_elsewhere"))


def counted_under(members: Sequence[str], counted_before: Collection[str]) -> str:
    """Return the digest under which the members of one person count from now on.

    One that a finished fiscal year has counted already, so that nobody is counted anew; otherwise
    the first, the one who is kept.
    """
    return next((digest for digest in members if digest in counted_before), members[0])
