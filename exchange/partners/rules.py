"""What the clocks of a partner show, beside Kumamoto's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from exchange.core.languages import OFFICE_ZONE

_MINUTE = timedelta(minutes=1)


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


def local_time(zone: str, now: datetime) -> LocalTime:
    """Return the partner's time at the aware instant `now`, with summer time as it is then."""
    there = now.astimezone(ZoneInfo(zone))
    here = now.astimezone(OFFICE_ZONE)
    ahead = (there.utcoffset() or timedelta()) - (here.utcoffset() or timedelta())
    return LocalTime(there, ahead)
