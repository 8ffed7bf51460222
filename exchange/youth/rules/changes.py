"""What a school may change by itself, and what needs a yes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import CHOSEN, RegistrationState
from exchange.youth.enums.changes import REQUEST_STEPS, RequestState

if TYPE_CHECKING:
    from exchange.core.database import Name

#: What a request may ask for beside what identifies a pupil, by its field.
GRADE: Final = "grade"


def needs_yes(states: Iterable[RegistrationState]) -> bool:
    """Say whether the division has to agree to a changed name, birth date or grade.

    It has once a pupil is chosen: a ticket may be booked, a letter written in the pupil's name.
    """
    return any(state in CHOSEN for state in states)


def grade_needs_yes(state: RegistrationState, *, found: bool) -> bool:
    """Say whether the division has to agree to another grade.

    It has after selection, and where somebody of it `found` how the pupil meets the rule about
    grades: a school alone does not take that away.
    """
    return found or needs_yes([state])


def identity_of(name: "Name", birth_date: date) -> dict[str, str]:
    """Return what identifies a pupil, by field; everything else a school changes by itself."""
    return {
        "family_name": name.family,
        "given_name": name.given,
        "family_kana": name.family_kana,
        "given_kana": name.given_kana,
        "birth_date": birth_date.isoformat(),
    }


def differing(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the old and the new values of what differs."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def ensure_by_itself(
    before: Mapping[str, str], after: Mapping[str, str], states: Iterable[RegistrationState]
) -> None:
    """Refuse a changed name or birth date that the division has to agree to.

    `states` are those of all the pupil's registrations, whatever edition is written for.
    """
    changed, _ = differing(before, after)
    if changed and needs_yes(states):
        raise DomainError(message("youth.change.error.ask"), field=next(iter(changed)))


def ensure_reason(reason: str) -> None:
    """Refuse to ask, or to say no, without saying why."""
    if not reason:
        raise DomainError(message("youth.error.reason_missing"), field="reason")


def ensure_answerable(state: RequestState, answer: RequestState, reason: str) -> None:
    """Refuse a second answer, and a no without a reason."""
    REQUEST_STEPS.ensure(state, answer)
    if answer is RequestState.REFUSED:
        ensure_reason(reason)


def ensure_none_waiting(waiting: int) -> None:
    """Refuse a second request about one pupil while the first waits."""
    if waiting:
        raise DomainError(message("youth.change.error.waiting"))
