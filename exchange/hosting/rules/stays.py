"""Days of stays: of a guest, of a family, what is taken, and until when anything is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import EditionState, YouthDirection

#: Families and needs are deleted so many days after the last day: thank-you letters are out then.
KEPT_AFTER: Final = timedelta(days=60)


#: A pair that no later edition took up lasts so long after its own.
PAIR_LASTS: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first night's day to the last night's, both inclusive."""

    first: date
    last: date

    def meets(self, other: "Days") -> bool:
        """Say whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: "Days") -> bool:
        """Say whether all days of the other lie in these."""
        return self.first <= other.first and other.last <= self.last


def within(first: date | None, last: date | None, whole: Days) -> Days:
    """Return the days stated, or the whole where none are."""
    return whole if first is None or last is None else Days(first, last)


def most_at_once(taken: Iterable[Days], wanted: Days) -> int:
    """Return how many stays there are on the fullest of the wanted days."""
    meeting = [days for days in taken if days.meets(wanted)]
    starts = {max(days.first, wanted.first) for days in meeting}
    return max(
        (sum(days.first <= day <= days.last for days in meeting) for day in starts), default=0
    )


def ensure_days(first: date | None, last: date | None, *, field: str) -> None:
    """Refuse one day without the other, and a last day before the first."""
    if (first is None) != (last is None):
        raise DomainError(message("hosting.error.one_day"), field=field)
    if first is not None and last is not None and last < first:
        raise DomainError(message("hosting.error.days_order"), field=field)


def purge_day(ends: date) -> date:
    """Return the day on which families and needs of an edition are deleted."""
    return ends + KEPT_AFTER


def hosts_here(direction: YouthDirection) -> bool:
    """Say whether guests of an edition stay with families of this city."""
    return direction in {YouthDirection.RECEIVE, YouthDirection.CONFERENCE}


def has_homestays(direction: YouthDirection) -> bool:
    """Say whether anyone of an edition stays with a family, here or abroad."""
    return direction is not YouthDirection.ONLINE


def ensure_hosts(direction: YouthDirection, state: EditionState) -> None:
    """Refuse families and stays where nobody comes."""
    if not hosts_here(direction):
        raise DomainError(message("hosting.error.nobody_comes"))
    if state is EditionState.CANCELLED:
        raise DomainError(message("hosting.error.edition_cancelled"))
