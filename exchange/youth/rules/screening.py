"""Scores by number: read as typed, added up, and put in order without breaking a tie silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.youth.enums import Selection
from exchange.youth.rules.editions import is_over

if TYPE_CHECKING:
    from exchange.youth.models import Edition

#: A link of an assessor lasts no longer.
LONGEST: Final = timedelta(days=180)

#: Points by number, one for each criterion.
Sheet = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A number's mean of all assessors' totals, and its place; equal means share one."""

    number: int
    mean: Fraction
    assessors: int
    place: int
    tied: bool


def ensure_screening(edition: "Edition") -> None:
    """Refuse scores where nobody is screened."""
    if edition.selection is not Selection.SCREENING:
        raise DomainError(message("youth.screening.error.not_a_screening"))


def ensure_window_over(edition: "Edition", now: datetime) -> None:
    """Refuse to decide while somebody can still apply."""
    if not is_over(edition, now):
        raise DomainError(message("youth.screening.error.early", moment=edition.closes_at))


def read_criteria(text: str) -> Sequence[tuple[str, int]]:
    """Read one criterion a line, its most points last; refused with the line's number."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        name, _, most = line.strip().rpartition(" ")
        points = whole(most)
        if not name or points is None or not 1 <= points <= 1000:
            sentence = message("youth.screening.error.criterion", line=number)
            raise DomainError(sentence, field="criteria")
        found.append((name.strip(), points))
    if not found:
        raise DomainError(message("youth.screening.error.no_criteria"), field="criteria")
    return found


def read_sheet(text: str, most: Sequence[int], numbers: Sequence[int]) -> Sheet:
    """Read a number and its points a line, as copied from a sheet; refused with the line.

    A known number that stands alone has not been scored yet.
    """
    found: dict[int, Sequence[int]] = {}
    known = set(map(str, numbers))
    for line, words in enumerate(map(str.split, text.splitlines()), start=1):
        if not words or (len(words) == 1 and words[0] in known):
            continue
        typed = [value for word in words if (value := whole(word)) is not None]
        right = len(words) == len(typed) == len(most) + 1
        number, *points = typed if right else (0,)
        if number not in numbers or any(p > m for p, m in zip(points, most, strict=True)):
            sentence = message("youth.screening.error.line", line=line, columns=len(most))
            raise DomainError(sentence, field="scores")
        found[number] = points
    return found


def ensure_points(sheet: Sheet, most: Sequence[int]) -> None:
    """Refuse a sheet with a point missing, below 0 or above the most; the number is named."""
    for number, points in sheet.items():
        fits = len(points) == len(most)
        if not fits or any(not 0 <= p <= m for p, m in zip(points, most, strict=True)):
            raise DomainError(message("youth.scoring.error.points", number=str(number)))


def ensure_last_day(last_day: date, today: date) -> None:
    """Refuse a link that would be over before it is opened, or that lasts too long."""
    if not today <= last_day <= today + LONGEST:
        until = today + LONGEST
        sentence = message("youth.scoring.error.last_day", day=today, until=until)
        raise DomainError(sentence, field="last_day")


def standings(totals: Mapping[int, Sequence[int]]) -> Sequence[Standing]:
    """Put numbers in order of the mean of what assessors gave in all; no score counts as 0."""
    means = {
        n: Fraction(sum(each), len(each)) if each else Fraction(0) for n, each in totals.items()
    }
    ordered = sorted(means, key=lambda number: (-means[number], number))
    found: list[Standing] = []
    for mean, group in groupby(ordered, key=lambda number: means[number]):
        alike = list(group)
        place, tied = len(found) + 1, len(alike) > 1
        found += [Standing(n, mean, len(totals[n]), place, tied) for n in alike]
    return found


def decided_order(found: Sequence[Standing], said: Sequence[int]) -> Sequence[int]:
    """Return the numbers in order; equal scores stand as a person said, or it is refused.

    A number without a score is last; where nobody gave any there is nothing to decide by.
    """
    if not any(each.assessors for each in found):
        raise DomainError(message("youth.screening.error.unscored"))
    open_ties = [each.number for each in found if each.tied and each.number not in said]
    if open_ties:
        numbers = ", ".join(map(str, open_ties))
        raise DomainError(message("youth.screening.error.tie", numbers=numbers), field="order")
    ranks = {number: rank for rank, number in enumerate(said)}
    ordered = sorted(found, key=lambda each: (each.place, ranks.get(each.number, 0)))
    return [each.number for each in ordered]
