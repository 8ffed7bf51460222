"""Dates, windows and seats of an edition."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import EditionPhase, EditionState, Organiser

if TYPE_CHECKING:
    from exchange.youth.models import Edition


#: A visit is offered the editions whose days are no further from its own: before and after an
#: edition's days there are preparations, and journeys are put off.
JOURNEY_MARGIN: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates and quotas of an edition, as typed."""

    starts: date
    ends: date
    opens_on: date
    closes_on: date
    quota: int
    school_quota: int | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of an edition: in all, and of one school where one asks."""

    quota: int
    taken: int
    school_quota: int | None = None
    taken_by_school: int = 0

    @property
    def left(self) -> int:
        """Seats left in all."""
        return max(0, self.quota - self.taken)

    @property
    def left_for_school(self) -> int:
        """Seats the school can still take: never more than are left in all."""
        if self.school_quota is None:
            return self.left
        return min(self.left, max(0, self.school_quota - self.taken_by_school))


def ensure_plan(plan: Plan) -> None:
    """Refuse dates and quotas that cannot be; the first fault is named, on its field."""
    faults = (
        (plan.ends < plan.starts, message("youth.error.ends_before_start"), "ends"),
        (plan.closes_on < plan.opens_on, message("youth.error.closes_before_opening"), "closes_on"),
        (plan.closes_on > plan.starts, message("youth.error.closes_after_start"), "closes_on"),
        (plan.quota < 1, message("youth.error.quota_too_small"), "quota"),
        (
            plan.school_quota is not None and not 1 <= plan.school_quota <= plan.quota,
            message("youth.error.school_quota", quota=plan.quota),
            "school_quota",
        ),
        (
            plan.minimum is not None and not 1 <= plan.minimum <= plan.quota,
            message("youth.error.minimum", quota=plan.quota),
            "minimum",
        ),
    )
    for wrong, sentence, field in faults:
        if wrong:
            raise DomainError(sentence, field=field)


def ensure_may_count(organiser: Organiser, counts: bool) -> None:
    """Refuse to count what the city does not organise."""
    if counts and organiser is not Organiser.CITY:
        raise DomainError(message("youth.error.only_the_city_counts"), field="counts")


#: Phases that do not depend on the day.
_SETTLED: Final = {
    EditionState.DRAFT: EditionPhase.DRAFT,
    EditionState.CLOSED: EditionPhase.CLOSED,
    EditionState.CANCELLED: EditionPhase.CANCELLED,
}


def phase(edition: "Edition", *, taken: int, today: date) -> EditionPhase:
    """Say where an edition stands; on a day of the window it is open for registering, or full."""
    settled = _SETTLED.get(edition.state)
    if settled is not None:
        return settled
    if today < edition.opens_on:
        return EditionPhase.UPCOMING
    if today <= edition.closes_on:
        return EditionPhase.FULL if taken >= edition.quota else EditionPhase.OPEN
    if today < edition.starts:
        return EditionPhase.SELECTING
    return EditionPhase.UNDER_WAY if today <= edition.ends else EditionPhase.OVER


def days_left(edition: "Edition", today: date) -> int | None:
    """Return how many days the closing day is away: 0 on it, None while the window is not open."""
    if not edition.opens_on <= today <= edition.closes_on:
        return None
    return (edition.closes_on - today).days


def ensure_window(edition: "Edition", today: date) -> None:
    """Refuse a registration outside the window, or when the edition takes none."""
    if edition.state is not EditionState.ANNOUNCED:
        raise DomainError(message("youth.error.not_announced"))
    if today < edition.opens_on:
        raise DomainError(message("youth.error.before_window", day=edition.opens_on))
    if today > edition.closes_on:
        raise DomainError(message("youth.error.after_window", day=edition.closes_on))


def ensure_seat(seats: Seats) -> None:
    """Refuse one more than the quota, of the edition or of the school; names what is left."""
    if seats.left == 0:
        raise DomainError(message("youth.error.full", quota=seats.quota, left=seats.left))
    if seats.left_for_school == 0 and seats.school_quota is not None:
        sentence = message(
            "youth.error.school_full", quota=seats.school_quota, left=seats.left_for_school
        )
        raise DomainError(sentence)


def ensure_takes_place(state: EditionState) -> None:
    """Refuse a journey of an edition that was cancelled."""
    if state is EditionState.CANCELLED:
        raise DomainError(message("youth.error.no_journey"), field="edition_id")


def ensure_begun(edition: "Edition", today: date) -> None:
    """Refuse to mark attendance before the first day."""
    if today < edition.starts:
        raise DomainError(message("youth.error.not_begun", day=edition.starts))


def ensure_can_close(edition: "Edition", *, undecided: int, today: date) -> None:
    """Refuse to close before the last day, or while somebody's attendance is not marked."""
    if today < edition.ends:
        raise DomainError(message("youth.error.not_over", day=edition.ends))
    if undecided:
        raise DomainError(message("youth.error.undecided", count=undecided))
