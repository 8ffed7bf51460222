"""When somebody who took part can be said to have returned early."""

from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.youth.enums import RegistrationState

if TYPE_CHECKING:
    from exchange.youth.models import Edition

#: Who took part, or is on the way.
TRAVELLING: Final = frozenset({RegistrationState.CONFIRMED, RegistrationState.COMPLETED})


def ensure_early(edition: "Edition", day: date, today: date) -> None:
    """Refuse a day that lies before the first, not before the last, or ahead."""
    if not edition.starts <= day < edition.ends:
        sentence = message("youth.returning.error.day", first=edition.starts, last=edition.ends)
        raise DomainError(sentence, field="day")
    if day > today:
        raise DomainError(message("youth.returning.error.ahead"), field="day")


def ensure_travelling(state: RegistrationState) -> None:
    """Refuse to note an early return of somebody who did not go."""
    if state not in TRAVELLING:
        raise DomainError(message("youth.returning.error.state", state=label(state)))
