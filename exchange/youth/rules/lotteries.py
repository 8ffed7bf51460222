"""When each part of a lottery may happen, and the numbers that stand for pupils."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import EditionState, Selection
from exchange.youth.rules.editions import Seats, is_over

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Lottery

#: Numbers of five digits.
_NUMBERS: Final = range(10000, 100000)


def blind_numbers(count: int) -> Sequence[int]:
    """Return different numbers nobody can foresee."""
    return secrets.SystemRandom().sample(_NUMBERS, count)


def ensure_seed(edition: "Edition", known: "Lottery | None", seed: str, now: datetime) -> None:
    """Refuse a seed that comes too late, twice, or where nobody draws lots."""
    faults = (
        (edition.selection is not Selection.LOTTERY, message("youth.lottery.error.not_a_lottery")),
        (edition.state is not EditionState.ANNOUNCED, message("youth.error.not_announced")),
        (known is not None, message("youth.lottery.error.seed_stands")),
        (is_over(edition, now), message("youth.lottery.error.seed_late")),
        (
            edition.female_quota is not None or edition.male_quota is not None,
            message("youth.lottery.error.gender"),
        ),
        (not seed or len(seed.splitlines()) != 1, message("youth.lottery.error.seed")),
    )
    for wrong, sentence in faults:
        if wrong:
            raise DomainError(sentence, field="seed")


def ensure_list(edition: "Edition", known: "Lottery | None", now: datetime) -> "Lottery":
    """Refuse to close the list before the window, without a seed, or twice."""
    if known is None:
        raise DomainError(message("youth.lottery.error.no_seed"))
    if known.listed_at is not None:
        raise DomainError(message("youth.lottery.error.list_stands"))
    if not is_over(edition, now):
        raise DomainError(message("youth.lottery.error.list_early", moment=edition.closes_at))
    return known


def ensure_seats(seats: Seats, winners: int) -> None:
    """Refuse to draw more than there are seats left."""
    if winners > seats.left:
        raise DomainError(message("youth.error.full", quota=seats.quota, left=seats.left))


def ensure_draw(known: "Lottery | None") -> str:
    """Return the list to draw from; refuse to draw without one, or twice."""
    if known is None or known.list_text is None:
        raise DomainError(message("youth.lottery.error.no_list"))
    if known.drawn_at is not None:
        raise DomainError(message("youth.lottery.error.drawn"))
    return known.list_text
