"""When a partner can be asked and have answered, and for how long the answer is waited for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.youth.enums import EditionState
from exchange.youth.enums.partner_requests import PartnerRequestKind

if TYPE_CHECKING:
    from exchange.youth.models import PartnerRequest

#: Editions that ask their partner, and whose answers are waited for.
ASKING = frozenset({EditionState.DRAFT, EditionState.ANNOUNCED})


@dataclass(frozen=True, slots=True)
class Wait:
    """A request as it stands on a day."""

    row: "PartnerRequest"
    days: int
    goes_on: bool
    overdue: bool


def ensure_asks(state: EditionState) -> None:
    """Refuse to ask for an edition that is closed or cancelled."""
    if state not in ASKING:
        raise DomainError(message("youth.partner_request.error.edition_over"))


def ensure_said(kind: PartnerRequestKind, words: str) -> None:
    """Refuse to ask for something else without saying what."""
    if kind is PartnerRequestKind.OTHER and not words:
        raise DomainError(message("youth.partner_request.error.words"), field="words")


def ensure_asked(asked_on: date, due: date | None, today: date) -> None:
    """Refuse a request of a day to come, and one that was due before it was made."""
    if asked_on > today:
        raise DomainError(message("youth.partner_request.error.asked_ahead"), field="asked_on")
    if due is not None and due < asked_on:
        raise DomainError(message("youth.partner_request.error.due"), field="due")


def ensure_answered(asked_on: date, answered_on: date, today: date) -> None:
    """Refuse an answer from before the request, and one of a day to come."""
    if answered_on < asked_on:
        sentence = message("youth.partner_request.error.answered_before", day=asked_on)
        raise DomainError(sentence, field="answered_on")
    if answered_on > today:
        sentence = message("youth.partner_request.error.answered_ahead")
        raise DomainError(sentence, field="answered_on")


def ensure_waiting(row: "PartnerRequest") -> None:
    """Refuse to end a request that was answered or taken back."""
    if not is_waiting(row):
        raise TransitionError(message("youth.partner_request.error.ended"))


def is_waiting(row: "PartnerRequest") -> bool:
    """Say whether the answer is still waited for."""
    return row.answered_on is None and row.taken_back_on is None


def days_waiting(row: "PartnerRequest", today: date) -> int:
    """Return for how many days the answer is waited for, or was."""
    return max(0, ((row.answered_on or row.taken_back_on or today) - row.asked_on).days)


def is_overdue(row: "PartnerRequest", today: date) -> bool:
    """Say whether the answer is waited for beyond its day."""
    return is_waiting(row) and row.due is not None and row.due < today


def wait_of(row: "PartnerRequest", today: date) -> Wait:
    """Say of a request how it stands on a day."""
    return Wait(row, days_waiting(row, today), is_waiting(row), is_overdue(row, today))


def by_urgency(rows: Iterable["PartnerRequest"], today: date) -> Sequence["PartnerRequest"]:
    """Put requests in order: those overdue first, then the longest wait."""
    return sorted(rows, key=lambda row: (not is_overdue(row, today), row.asked_on, row.id))
