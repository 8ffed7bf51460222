"""Who can take over from whom, when an account can end, and which school accounts to look at."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import label, message
from exchange.handover.enums import OwnedKind, Unclaimed

if TYPE_CHECKING:
    from exchange.accounts.models import User
    from exchange.core.belongings import Belonging
    from exchange.handover.models import Handover


def end_of(last_day: date, today: date) -> datetime:
    """Return the instant at which an account ends: 24:00 of a day that is not over."""
    if last_day < today:
        raise DomainError(message("handover.error.past"), field="last_day")
    return datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=OFFICE_ZONE)


def last_day_of(ends_at: datetime) -> date:
    """Return the last day of an account: it ends at 24:00 of it, or within it."""
    return (ends_at - timedelta(seconds=1)).astimezone(OFFICE_ZONE).date()


def usual_last_day(today: date) -> date:
    """Return the last day of the fiscal year: transfers are on 1 April."""
    return date(FiscalYear.of(today).start + 1, 3, 31)


def ensure_leaver(leaver: "User") -> None:
    """Refuse a school's account, and one that has ended."""
    if leaver.school_id is not None or not leaver.active:
        raise DomainError(message("handover.error.leaver"))


def ensure_successor(
    leaver_id: object, successor: "User", belongings: Collection["Belonging"]
) -> None:
    """Refuse the leaver, somebody who has left, and who may not answer for some kind of it."""
    if successor.id == leaver_id or not successor.can_own("tasks:edit"):
        raise DomainError(message("handover.error.successor"), field="successor_id")
    for each in belongings:
        if not successor.can_own(each.permission):
            kind = label(OwnedKind(each.kind))
            raise DomainError(message("handover.error.kind", kind=kind), field="successor_id")


def ensure_no_circle(leaver_id: object, onward: "Handover | None") -> None:
    """Refuse a successor whose own end is planned to the leaver: nobody would be left."""
    if onward is not None and onward.successor_id == leaver_id:
        raise DomainError(message("handover.error.circle"), field="successor_id")


def can_take_all(person: "User | None", belongings: Sequence["Belonging"]) -> bool:
    """Say whether somebody is here and may answer for everything of these kinds."""
    return (
        person is not None
        and person.can_own("tasks:edit")
        and all(person.can_own(each.permission) for each in belongings)
    )


def year_begun(today: date) -> datetime:
    """Return the instant at which the fiscal year of a day began."""
    return datetime.combine(date(FiscalYear.of(today).start, 4, 1), time.min, tzinfo=OFFICE_ZONE)


def why_unclaimed(account: "User", today: date) -> Unclaimed | None:
    """Say why a school's account is looked at; None for one that was used this fiscal year."""
    if account.password_hash is None:
        return Unclaimed.NEVER_OPENED
    seen = account.last_seen_at
    is_used = seen is not None and seen >= year_begun(today)
    return None if is_used else Unclaimed.NOT_THIS_YEAR
