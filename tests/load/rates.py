"""The deadline evening in numbers: who does what how often in the last hour. Standard library only.

What a school's last hour is like nobody has measured yet; each number says where it is from, and
the report prints the rates they come to.
"""

from dataclasses import dataclass
from typing import Final

_HOUR: Final = 3600

#: Schools that register for the one edition (issue F), and pupils of each: two of each class.
SCHOOLS: Final = 300
PUPILS_OF_A_SCHOOL: Final = 12
#: Of all registrations, those that come in the last hour; half is the usual haste, doubled once.
LAST_HOUR: Final = 0.5
#: Schools that send a roster instead of registering one by one.
BY_ROSTER: Final = 0.25
#: Subscribers of the public feed (issue F). The feed asks for twelve hours between two looks;
#: the most eager clients look every quarter of an hour, and here all of them do.
SUBSCRIBERS: Final = 10_000
POLL_SECONDS: Final = 15 * 60
#: Staff at work that evening, and the seconds between two pages of one of them.
STAFF: Final = 12
STAFF_SECONDS: Final = 15

#: Pupils one school still registers in that hour.
PUPILS_LEFT: Final = round(PUPILS_OF_A_SCHOOL * LAST_HOUR)


@dataclass(frozen=True, slots=True)
class Rate:
    """Journeys of one kind a second, and requests of one journey."""

    kind: str
    journeys: float
    requests: int

    @property
    def a_second(self) -> float:
        """Requests of this kind a second."""
        return self.journeys * self.requests


#: A journey's requests are counted as the pages a browser asks for, redirects followed.
RATES: Final = (
    Rate("school", SCHOOLS * (1 - BY_ROSTER) / _HOUR, 2 + 2 * PUPILS_LEFT),
    Rate("roster", SCHOOLS * BY_ROSTER / _HOUR, 5),
    Rate("guardian", SCHOOLS * PUPILS_LEFT / _HOUR, 5),
    Rate("visitor", SCHOOLS * PUPILS_LEFT / _HOUR, 1),
    Rate("staff", STAFF / STAFF_SECONDS, 1),
    Rate("feed", SUBSCRIBERS / POLL_SECONDS, 1),
)
#: What is waited for by a person.
PEOPLE: Final = tuple(rate.kind for rate in RATES if rate.kind != "feed")
