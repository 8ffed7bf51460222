"""Rules of letters: what is awaited until when, and what can answer what."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.letters.enums import (
    LetterDirection,
    LetterState,
    Place,
    RequestState,
    WorkedBy,
)

if TYPE_CHECKING:
    from uuid import UUID

    from exchange.letters.models import LanguageRequest, Letter

#: A place of a merge's text, in half-width brackets: {name}.
PLACE: Final = re.compile(r"\{([^{}\n]*)\}")
_KNOWN: Final = {place.value for place in Place}


def sort_day(due: date | None) -> date:
    """Return the day a letter sorts by among those awaited; one without a day comes last."""
    return due or date.max


def is_overdue(letter: "Letter", today: date) -> bool:
    """Say whether a reply is still awaited after its day."""
    return letter.state is LetterState.OPEN and letter.sort_day < today


def ensure_dated(day: date, due: date | None, state: LetterState, today: date) -> None:
    """Raise DomainError for a letter of tomorrow, a reply before it, or one nobody awaits."""
    if day > today:
        raise DomainError(message("letters.error.ahead"), field="day")
    if due is None:
        return
    if state is LetterState.NO_ANSWER:
        raise DomainError(message("letters.error.due_without_reply"), field="due")
    if due < day:
        raise DomainError(message("letters.error.due_before"), field="due")


def ensure_answers(
    answered: "Letter", partner_id: "UUID", direction: LetterDirection, day: date
) -> None:
    """Raise DomainError unless a letter goes back to the same partner, not before the other."""
    if answered.partner_id != partner_id:
        raise DomainError(message("letters.error.answers_elsewhere"), field="answers_id")
    if answered.direction is direction:
        raise DomainError(message("letters.error.answers_same_way"), field="answers_id")
    if day < answered.day:
        raise DomainError(message("letters.error.answers_later"), field="answers_id")


def is_late(request: "LanguageRequest", today: date) -> bool:
    """Say whether a request that nobody has done yet is past its day."""
    return request.state in {RequestState.ASKED, RequestState.IN_WORK} and request.due < today


def ensure_workable(languages: tuple[str, str], worked_by: WorkedBy, worker: str) -> None:
    """Raise DomainError for one language on both sides, or somebody outside without a name."""
    if languages[0] == languages[1]:
        raise DomainError(message("letters.error.same_language"), field="to_language")
    if worked_by is WorkedBy.OUTSIDE and not worker:
        raise DomainError(message("letters.error.no_worker"), field="worker")


def places_in(text: str) -> Sequence[Place]:
    """Return the places a text names, in its order; the text was checked before."""
    return [Place(name) for name in dict.fromkeys(PLACE.findall(text))]


def ensure_places(field: str, text: Mapping[str, str], *, has_visit: bool) -> None:
    """Raise DomainError, naming it, for a place nobody knows or one the merge cannot fill."""
    for tag, words in text.items():
        at = field if tag == "ja" else f"{field}_{tag.lower().replace('-', '_')}"
        for name in PLACE.findall(words):
            if name not in _KNOWN:
                raise DomainError(message("letters.error.place", place=f"{{{name}}}"), field=at)
            if name == Place.VISIT and not has_visit:
                raise DomainError(message("letters.error.no_visit"), field=at)


def ensure_no_places(field: str, text: Mapping[str, str]) -> None:
    """Raise DomainError for a place where none is filled: who signs is the same for everybody."""
    if any(PLACE.search(words) for words in text.values()):
        raise DomainError(message("letters.error.sender_place"), field=field)
