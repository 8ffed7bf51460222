"""What has to be right before a person's data goes for good, and when a record's time is over."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.privacy.enums import DisclosureState, Disposal, DisposalMeans, Standing

if TYPE_CHECKING:
    from exchange.core.erasures import Obstacle, Person
    from exchange.privacy.models import DisposalDecision


#: Official records are kept for so many whole fiscal years after the one in which they were over.
YEARS_KEPT: Final = 5
#: A worker that does jobs begins within this time.
_PATIENCE: Final = timedelta(minutes=1)


def over_before(today: date) -> date:
    """Return the day before which a record must have been over for its time to be over too."""
    return date(FiscalYear.of(today).start - YEARS_KEPT, 4, 1)


def standing_of(decision: Disposal | None, *, is_done: bool) -> Standing:
    """Return how far it has come with a record: what was decided last, and whether it was done."""
    if decision is None:
        return Standing.OPEN
    return Standing.DISPOSED if is_done else Standing.DECIDED


def disposable_since(decisions: "Sequence[DisposalDecision]") -> "DisposalDecision | None":
    """Return by which decision a record was first to go, of those not broken off since.

    `decisions` are all about it, the oldest first. Deciding the same anew puts a note right; it
    does not move the day from which the record could go.
    """
    since = None
    for each in decisions:
        since = (since or each) if each.decision is Disposal.DISPOSE else None
    return since


def ensure_to_be_disposed(decision: Disposal | None, *, is_done: bool) -> None:
    """Refuse a record that is not to be disposed of, or was already."""
    if is_done:
        raise DomainError(message("privacy.error.disposed"))
    if decision is not Disposal.DISPOSE:
        raise DomainError(message("privacy.error.not_to_be_disposed"))


def ensure_disposed_on(day: date, *, decided: datetime, today: date) -> None:
    """Refuse a day to come, and one before it was decided."""
    if day > today:
        raise DomainError(message("privacy.error.disposed_in_future"), field="disposed_on")
    if day < (first := decided.astimezone(OFFICE_ZONE).date()):
        raise DomainError(message("privacy.error.disposed_early", day=first), field="disposed_on")


def ensure_told(means: DisposalMeans, remark: str) -> None:
    """Refuse another means that is not told."""
    if means is DisposalMeans.OTHER and not remark:
        raise DomainError(message("privacy.error.means_untold"), field="remark")


def state_on(state: DisclosureState, kept_until: datetime | None, now: datetime) -> DisclosureState:
    """Return how far a copy is: one whose time is over is gone, though its job has yet to come."""
    is_over = kept_until is None or kept_until <= now
    if state is DisclosureState.READY and is_over:
        return DisclosureState.DROPPED
    return state


def has_no_worker(state: DisclosureState, ordered_at: datetime, now: datetime) -> bool:
    """Say whether a copy waits so long that nobody seems to do jobs."""
    return state is DisclosureState.WAITING and now - ordered_at > _PATIENCE


def ensure_settled(hindrances: "Sequence[Obstacle]") -> None:
    """Refuse while something stands against it; the first is named."""
    if hindrances:
        raise DomainError(hindrances[0].sentence)


def ensure_named(typed: str, written: str) -> None:
    """Refuse where the name that was typed is not the one on the page; spaces do not matter."""
    if fold(typed) != fold(written):
        raise DomainError(message("privacy.error.not_the_name"), field="typed")


def ensure_nameless(reason: str, person: "Person") -> None:
    """Refuse a reason that names the pupil: the record of it stays for good."""
    if person.is_named_in(reason):
        raise DomainError(message("privacy.error.reason_names"), field="reason")
