"""Dates, windows and seats of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.youth.enums import (
    EditionPhase,
    EditionState,
    Organiser,
    Selection,
)

if TYPE_CHECKING:
    from exchange.youth.models import Edition


#: A visit is offered the editions whose days are no further from its own: before and after an
#: edition's days there are preparations, and journeys are put off.
JOURNEY_MARGIN: Final = timedelta(days=92)

#: A window that closes at 17:00 takes what is sent at 17:00:59, too.
LAST_MINUTE: Final = timedelta(minutes=1)

#: Days an offered seat is kept, unless the edition says otherwise.
OFFER_DAYS: Final = 3
MOST_OFFER_DAYS: Final = 60

#: The clock where no time of day was typed: the window is made of whole days.
FIRST_CLOCK: Final = time(0, 0)
LAST_CLOCK: Final = time(23, 59)


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates and quotas of an edition, as typed: days and clocks are the office's."""

    starts: date
    ends: date
    opens_on: date
    closes_on: date
    quota: int
    school_quota: int | None = None
    minimum: int | None = None
    opens_clock: time = FIRST_CLOCK
    closes_clock: time = LAST_CLOCK
    waitlist_limit: int | None = None
    female_quota: int | None = None
    male_quota: int | None = None
    offer_days: int = OFFER_DAYS

    @property
    def opens_at(self) -> datetime:
        """The window's first minute."""
        return _instant(self.opens_on, self.opens_clock)

    @property
    def closes_at(self) -> datetime:
        """The window's last minute."""
        return _instant(self.closes_on, self.closes_clock)


def _instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OFFICE_ZONE).astimezone(UTC)


def ensure_plan(plan: Plan) -> None:
    """Refuse dates and quotas that cannot be; the first fault is named, on its field."""
    faults = (
        (plan.ends < plan.starts, message("youth.error.ends_before_start"), "ends"),
        (plan.closes_at < plan.opens_at, message("youth.error.closes_before_opening"), "closes_on"),
        (plan.closes_on > plan.starts, message("youth.error.closes_after_start"), "closes_on"),
        *_faults_of_seats(plan),
    )
    for wrong, sentence, field in faults:
        if wrong:
            raise DomainError(sentence, field=field)


def _faults_of_seats(plan: Plan) -> Sequence[tuple[bool, Message, str]]:
    return (
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
        *(
            (
                quota is not None and not 0 <= quota <= plan.quota,
                message("youth.error.gender_quota", quota=plan.quota),
                field,
            )
            for field, quota in (
                ("female_quota", plan.female_quota),
                ("male_quota", plan.male_quota),
            )
        ),
        (
            not 1 <= plan.offer_days <= MOST_OFFER_DAYS,
            message("youth.error.offer_days", most=MOST_OFFER_DAYS),
            "offer_days",
        ),
        (
            plan.waitlist_limit is not None and plan.waitlist_limit < 0,
            message("youth.error.waitlist_limit"),
            "waitlist_limit",
        ),
    )


def ensure_selection_open(registered: bool) -> None:
    """Refuse another way of selecting once somebody was registered under the announced one."""
    if registered:
        raise DomainError(message("youth.error.selection_fixed"), field="selection")


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


def phase(edition: "Edition", *, taken: int, now: datetime) -> EditionPhase:
    """Say where an edition stands; within the window it is open for registering, or full.

    Full is only where the first to come are taken: anyone may apply for a screening or a lottery.
    """
    settled = _SETTLED.get(edition.state)
    if settled is not None:
        return settled
    if now < edition.opens_at:
        return EditionPhase.UPCOMING
    if now < edition.closes_at + LAST_MINUTE:
        limited = edition.selection is Selection.FIRST_COME
        return EditionPhase.FULL if limited and taken >= edition.quota else EditionPhase.OPEN
    return _after_window(edition, now.astimezone(OFFICE_ZONE).date())


def _after_window(edition: "Edition", today: date) -> EditionPhase:
    if today < edition.starts:
        return EditionPhase.SELECTING
    return EditionPhase.UNDER_WAY if today <= edition.ends else EditionPhase.OVER


def is_over(edition: "Edition", now: datetime) -> bool:
    """Say whether the window's last minute has passed."""
    return now >= edition.closes_at + LAST_MINUTE


def days_left(edition: "Edition", now: datetime) -> int | None:
    """Return how many days the closing day is away: 0 on it, None while the window is not open."""
    if now < edition.opens_at or is_over(edition, now):
        return None
    return (edition.closes_on - now.astimezone(OFFICE_ZONE).date()).days


def ensure_window(edition: "Edition", now: datetime) -> None:
    """Refuse a registration outside the window, or when the edition takes none."""
    if edition.state is not EditionState.ANNOUNCED:
        raise DomainError(message("youth.error.not_announced"))
    if now < edition.opens_at:
        raise DomainError(message("youth.error.before_window", moment=edition.opens_at))
    if is_over(edition, now):
        raise DomainError(message("youth.error.after_window", moment=edition.closes_at))


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
