"""When each part of a lottery may happen, and the numbers that stand for pupils."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.youth.enums import EditionState, RegistrationState, Selection
from exchange.youth.rules.editions import is_over
from exchange.youth.rules.seats import Seats

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Lottery

#: Numbers of five digits.
_NUMBERS: Final = range(10000, 100000)

#: What a lottery promises with its announcement, and the field of the edition's form it is in.
_PROMISED: Final = {
    "opens_at": "opens_on",
    "closes_at": "closes_on",
    "quota": "quota",
    "school_quota": "school_quota",
    "female_quota": "female_quota",
    "male_quota": "male_quota",
    "selection": "selection",
}


@dataclass(frozen=True, slots=True)
class Event:
    """What will be known to everybody on a day to come: the number drawn in a public lottery."""

    text: str
    day: date


def draw_number(is_taken: Callable[[int], bool]) -> int:
    """Return a number nobody can foresee and nobody of the edition has."""
    chance = secrets.SystemRandom()
    number = chance.choice(_NUMBERS)
    while is_taken(number):
        number = chance.choice(_NUMBERS)
    return number


def needs_number(edition: "Edition", state: RegistrationState) -> bool:
    """Say whether a registration gets its number now: submitted, where not the first are taken."""
    return edition.selection is not Selection.FIRST_COME and state is RegistrationState.SUBMITTED


def ensure_seed(
    edition: "Edition", known: "Lottery | None", seed: str, now: datetime, *, applied: bool
) -> None:
    """Refuse a seed that comes too late, twice, or where nobody draws lots.

    `applied` says whether anybody was ever registered: whoever knows the numbers could choose.
    """
    _refuse_first(
        "seed",
        (known is not None, message("youth.lottery.error.seed_stands")),
        *_obstacles(edition, now),
        (applied, message("youth.lottery.error.seed_after_applying")),
        (not _is_line(seed), message("youth.lottery.error.seed")),
    )


def ensure_event(edition: "Edition", known: "Lottery | None", event: Event, now: datetime) -> None:
    """Refuse an event that could be known while somebody can still change who is on the list.

    Another event is named only where the day of the first came before the list was closed.
    """
    today = now.astimezone(OFFICE_ZONE).date()
    obstacles = _obstacles(edition, now) if known is None else ()
    _refuse_first(
        "event",
        *obstacles,
        (
            known is not None and not is_missed(known, today),
            message("youth.lottery.error.event_stands"),
        ),
        (not _is_line(event.text), message("youth.lottery.error.event")),
    )
    closes = edition.closes_at.astimezone(OFFICE_ZONE).date()
    if event.day <= max(today, closes):
        sentence = message("youth.lottery.error.event_day", day=max(today, closes))
        raise DomainError(sentence, field="event_on")


def ensure_result(known: "Lottery | None", seed: str, today: date) -> "Lottery":
    """Refuse what an event gave before the list is closed, before its day, or twice."""
    if known is None or known.event_on is None:
        raise DomainError(message("youth.lottery.error.no_event"), field="result")
    _refuse_first(
        "result",
        (known.seed is not None, message("youth.lottery.error.seed_stands")),
        (known.listed_at is None, message("youth.lottery.error.no_list")),
        (
            today < known.event_on,
            message("youth.lottery.error.result_early", day=known.event_on),
        ),
        (not _is_line(seed), message("youth.lottery.error.seed")),
    )
    return known


def is_missed(known: "Lottery", today: date) -> bool:
    """Say whether the event's day came while the list was still open."""
    return known.event_on is not None and known.listed_at is None and known.event_on <= today


def ensure_list(
    edition: "Edition", known: "Lottery | None", now: datetime, *, returned: int, seen: int
) -> "Lottery":
    """Refuse to close the list before the window, without what decides, too late, or twice.

    `returned` are the registrations sent back and not submitted again, `seen` how many of them the
    officer was shown: nobody is left out of the list unseen.
    """
    if known is None:
        raise DomainError(message("youth.lottery.error.no_seed"))
    if known.listed_at is not None:
        raise DomainError(message("youth.lottery.error.list_stands"))
    if not is_over(edition, now):
        raise DomainError(message("youth.lottery.error.list_early", moment=edition.closes_at))
    if is_missed(known, now.astimezone(OFFICE_ZONE).date()):
        raise DomainError(message("youth.lottery.error.event_passed", day=known.event_on))
    if returned != seen:
        raise DomainError(message("youth.lottery.error.returned", count=returned))
    return known


def ensure_returnable(known: "Lottery | None") -> None:
    """Refuse to send a registration back once the list is closed: it would be drawn without it."""
    if known is not None and known.listed_at is not None:
        raise DomainError(message("youth.lottery.error.listed", moment=known.listed_at))


def ensure_promised(known: "Lottery | None", changed: Collection[str]) -> None:
    """Refuse to change what was promised when it was said what decides; names why."""
    if known is None:
        return
    for name in (name for name in _PROMISED if name in changed):
        sentence = message("youth.lottery.error.promised", moment=known.announced_at)
        raise DomainError(sentence, field=_PROMISED[name])


def ensure_seats(seats: Seats, winners: int) -> None:
    """Refuse to draw more than there are seats left."""
    if winners > seats.left:
        raise DomainError(message("youth.error.full", quota=seats.quota, left=seats.left))


def ensure_draw(known: "Lottery | None") -> tuple[str, str]:
    """Return list and seed to draw from; refuse to draw without one, or twice."""
    if known is None or known.list_text is None:
        raise DomainError(message("youth.lottery.error.no_list"))
    if known.seed is None:
        raise DomainError(message("youth.lottery.error.no_result"))
    if known.drawn_at is not None:
        raise DomainError(message("youth.lottery.error.drawn"))
    return known.list_text, known.seed


def _obstacles(edition: "Edition", now: datetime) -> Sequence[tuple[bool, Message]]:
    """Return what keeps an edition from saying what decides, each with whether it is so."""
    by_gender = edition.female_quota is not None or edition.male_quota is not None
    return (
        (edition.selection is not Selection.LOTTERY, message("youth.lottery.error.not_a_lottery")),
        (edition.state is not EditionState.ANNOUNCED, message("youth.error.not_announced")),
        (is_over(edition, now), message("youth.lottery.error.seed_late")),
        (by_gender, message("youth.lottery.error.gender")),
    )


def _refuse_first(field: str, *faults: tuple[bool, Message]) -> None:
    for wrong, sentence in faults:
        if wrong:
            raise DomainError(sentence, field=field)


def _is_line(text: str) -> bool:
    return bool(text) and len(text.splitlines()) == 1
