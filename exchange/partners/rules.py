"""What the clocks of a partner show beside Kumamoto's, and what may be stated of a partner."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.partners.enums import FactKind, PartnerKind

if TYPE_CHECKING:
    from exchange.partners.services.facts import FactDetails

_MINUTE = timedelta(minutes=1)
_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: First parts of other addresses, and the city itself among the places of closed days.
_TAKEN: Final = frozenset({"documents", "kumamoto", "new", "photos", "sources"})


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What clocks show at a partner, and how that differs from Kumamoto at the same instant."""

    there: datetime
    #: Negative where the day begins later than in Kumamoto.
    ahead: timedelta

    @property
    def hours(self) -> str:
        """The difference in hours without its sign: 14, or 5:30."""
        hours, minutes = divmod(abs(self.ahead) // _MINUTE, 60)
        return f"{hours}:{minutes:02}" if minutes else str(hours)

    @property
    def difference(self) -> Message:
        """Say how the clocks differ: the same, so many hours ahead or behind."""
        if not self.ahead:
            return message("partners.clock.same")
        if self.ahead < timedelta():
            return message("partners.clock.behind", hours=self.hours)
        return message("partners.clock.ahead", hours=self.hours)


def local_time(zone: str, now: datetime) -> LocalTime:
    """Return the partner's time at the aware instant `now`, with summer time as it is then."""
    there = now.astimezone(ZoneInfo(zone))
    here = now.astimezone(OFFICE_ZONE)
    ahead = (there.utcoffset() or timedelta()) - (here.utcoffset() or timedelta())
    return LocalTime(there, ahead)


def ensure_slug(slug: str) -> None:
    """Raise DomainError for a slug that makes no good address, or one that is an address already.

    It is in addresses and feeds from then on and never changes.
    """
    if not _SLUG.fullmatch(slug):
        raise DomainError(message("partners.error.slug"), field="slug")
    if slug in _TAKEN:
        raise DomainError(message("partners.error.slug_taken"), field="slug")


def ensure_zone(zone: str) -> None:
    """Raise DomainError for a time zone that nobody knows."""
    if zone not in available_timezones():
        raise DomainError(message("partners.error.zone"), field="zone")


def ensure_parent(kind: PartnerKind, *, has_parent: bool) -> None:
    """Raise DomainError for a district that belongs to no city, or a city that belongs to one."""
    if (kind is PartnerKind.DISTRICT) is not has_parent:
        raise DomainError(message("partners.error.parent"), field="parent")


def ensure_over(ended_on: PartialDate, *, today: date) -> None:
    """Raise DomainError for a partnership that is said to have ended in the future."""
    if ended_on.earliest > today:
        raise DomainError(message("partners.error.ends_in_future"), field="ended_on")


def ensure_content(kind: FactKind, details: "FactDetails") -> None:
    """Raise DomainError for a fact without what its kind is made of."""
    if kind.is_figure and details.figure is None:
        raise DomainError(message("partners.error.no_figure"), field="figure")
    if (kind.is_fields or kind is FactKind.EXCHANGE) and not details.fields:
        raise DomainError(message("partners.error.no_fields"), field="fields")
    if not kind.is_figure and not kind.is_fields and details.text is None:
        raise DomainError(message("partners.error.no_text"), field="text")
    if kind is FactKind.HISTORY and details.date is None:
        raise DomainError(message("partners.error.no_date"), field="date")
