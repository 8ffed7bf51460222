"""Rules of inquiries: by what way, until when, and whose turn it is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError, TransitionError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.inquiries.enums import OPEN, Way

if TYPE_CHECKING:
    from exchange.inquiries.models import Inquiry

#: When a section that has not answered is reminded, counted from the day it should answer by.
REMINDED: Final = (timedelta(days=-7), timedelta(), timedelta(days=7))


def ensure_way(way: Way, mail: str, *, public: bool) -> None:
    """Refuse a link without an address to send it to, or on a closed network."""
    if way is not Way.LINK:
        return
    if not public:
        raise DomainError(message("inquiries.error.closed_network"), field="way")
    if not mail:
        raise DomainError(message("inquiries.error.no_mail"), field="mail")


def ensure_reached(way: Way, officers: Sequence[object]) -> None:
    """Refuse to ask by account a section in which nobody has one."""
    if way is Way.ACCOUNT and not officers:
        raise DomainError(message("inquiries.error.no_officer"), field="section")


def ensure_not_asked(live: "Inquiry | None") -> None:
    """Refuse to write a value down beside an inquiry for it: its answer could not be settled."""
    if live is not None:
        raise DomainError(message("inquiries.error.asked"), field="year")


def ensure_due(due: date, *, today: date) -> None:
    """Refuse a day that is over."""
    if due < today:
        raise DomainError(message("inquiries.error.past"), field="due")


def is_overdue(inquiry: "Inquiry", today: date) -> bool:
    """Say whether the section should have answered before this day."""
    return inquiry.state in OPEN and inquiry.due < today


def reminder_day(inquiry: "Inquiry", today: date) -> date | None:
    """Return the day whose reminder is due, the latest only; None where there is none.

    Days on which the section was asked or before are passed over, as are those reminded of.
    """
    if inquiry.state not in OPEN or inquiry.way is Way.PAPER:
        return None
    asked_on = inquiry.created_at.astimezone(OFFICE_ZONE).date()
    known = max(asked_on, inquiry.reminded_of or asked_on)
    days = (inquiry.due + distance for distance in REMINDED)
    return max((day for day in days if known < day <= today), default=None)


def ensure_open(inquiry: "Inquiry") -> None:
    """Refuse an answer where none is awaited."""
    if inquiry.state not in OPEN:
        raise TransitionError(message("inquiries.error.not_open"))
