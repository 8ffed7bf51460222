"""Dates from elsewhere: a partner city's file or pasted lines, as proposals a person looks at.

Nothing here saves anything; what cannot be read stays in the list with its reason.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from exchange.calendars.enums import Intake
from exchange.closures.rules import days_between
from exchange.core.dates import PartialDate, Precision, ensure_happened, parse_partial
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.text import clean_line

MOST_LINES: Final = 300
LONGEST_TITLE: Final = 200
FIRST_YEAR: Final = 1868
LAST_YEAR: Final = 2200

#: A date, perhaps a last day after a wave or a stroke, then what it is.
_LINE: Final = re.compile(
    r"(?P<first>[^\s,、~〜～]+)(?:\s*[~〜～]\s*(?P<last>[^\s,、]+))?[\s,、]+(?P<title>.+)"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of what came: a date with its title, or why it is none."""

    number: int
    title: str
    first: PartialDate | None = None
    #: Differs from `first` where it lasts longer than a day.
    last: PartialDate | None = None
    problem: Message | None = None

    @property
    def lasts_days(self) -> bool:
        """Say whether it has a first and a last day, two and both known to the day."""
        return self.first != self.last and all(
            end is not None and end.precision is Precision.DAY for end in (self.first, self.last)
        )


def proposals(
    text: str, intake: Intake, *, today: date, on_file: Set[date] = frozenset()
) -> Sequence[Proposal]:
    """Read pasted lines: history up to `today`, of holidays those that are not on file.

    Raises DomainError for none, or for more than a person can look at.
    """
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if not lines:
        raise DomainError(message("calendars.error.nothing_to_import"), field="text")
    if len(lines) > MOST_LINES:
        raise DomainError(message("calendars.error.many_lines", count=MOST_LINES), field="text")
    found = [_proposal(number, line, intake, today) for number, line in enumerate(lines, 1)]
    return [_known(each, on_file) for each in found]


def chosen(found: Iterable[Proposal], numbers: Iterable[str]) -> Sequence[Proposal]:
    """Return the proposals that were ticked; raises DomainError when none was."""
    wanted = set(numbers)
    taken = [each for each in found if str(each.number) in wanted and each.problem is None]
    if not taken:
        raise DomainError(message("calendars.error.nothing_chosen"))
    return taken


def _proposal(number: int, line: str, intake: Intake, today: date) -> Proposal:
    found = _LINE.fullmatch(line)
    if found is None:
        return Proposal(number, line[:LONGEST_TITLE], problem=message("calendars.error.line"))
    title = found["title"].strip()[:LONGEST_TITLE]
    try:
        first = parse_partial(found["first"])
        last = parse_partial(found["last"]) if found["last"] else first
        _ensure(first, last, intake)
        if intake is Intake.HISTORY:
            ensure_happened(first, today=today, field="text")
    except DomainError as error:
        return Proposal(number, title, problem=error.sentence)
    return Proposal(number, title, first, last)


def _known(proposal: Proposal, on_file: Set[date]) -> Proposal:
    """Say of days that are closed on file already that nothing is to be done."""
    first, last = proposal.first, proposal.last
    if first is None or last is None or first.precision is not Precision.DAY:
        return proposal
    if not all(day in on_file for day in days_between(first.to_date(), last.to_date())):
        return proposal
    return replace(proposal, problem=message("calendars.error.on_file"))


def _ensure(first: PartialDate, last: PartialDate, intake: Intake) -> None:
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise DomainError(
            message("calendars.error.year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        )
    if last.earliest < first.earliest:
        raise DomainError(message("calendars.error.line_order"))
    if intake is not Intake.HISTORY and {first.precision, last.precision} != {Precision.DAY}:
        raise DomainError(message("calendars.error.day_wanted"))
