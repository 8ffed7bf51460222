"""Back-planning: the steps to a celebration, the day each falls on, and where each stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.celebrations.enums import StepAnchor, StepStanding
from exchange.closures.rules import workday
from exchange.core.dates import FiscalYear
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.tasks.enums import TaskState

if TYPE_CHECKING:
    from exchange.celebrations.models import RunwayStep


@dataclass(frozen=True, slots=True)
class Template:
    """A step of the usual way to a celebration."""

    title: Message
    months_before: int | None = None
    budget_day: str | None = None

    @property
    def anchor(self) -> StepAnchor:
        """What its day is counted from."""
        return StepAnchor.BUDGET if self.months_before is None else StepAnchor.CELEBRATION


#: From three years out; budget and council lie in the fiscal year before the celebration's own.
USUAL: Final = (
    Template(message("celebrations.step.review_past"), months_before=36),
    Template(message("celebrations.step.sound_out"), months_before=30),
    Template(message("celebrations.step.working_group"), months_before=24),
    Template(message("celebrations.step.outline"), months_before=18),
    Template(message("celebrations.step.budget_estimate"), budget_day="08-31"),
    Template(message("celebrations.step.budget_request"), budget_day="10-31"),
    Template(message("celebrations.step.council"), budget_day="03-15"),
    Template(message("celebrations.step.hold_dates"), months_before=12),
    Template(message("celebrations.step.invitation"), months_before=9),
    Template(message("celebrations.step.programme"), months_before=6),
    Template(message("celebrations.step.interpreters"), months_before=4),
    Template(message("celebrations.step.gifts"), months_before=3),
    Template(message("celebrations.step.announce"), months_before=2),
    Template(message("celebrations.step.rehearse"), months_before=1),
)


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step and the day it falls on."""

    template: Template
    due: date


def back_planned(day: date, closed: Collection[date]) -> Sequence[DatedStep]:
    """Return the usual steps to a celebration on `day`, in order, none on a `closed` day."""
    dated = [
        DatedStep(step, due_day(step.months_before, step.budget_day, day=day, closed=closed))
        for step in USUAL
    ]
    return sorted(dated, key=lambda step: step.due)


def due_day(
    months_before: int | None, budget_day: str | None, *, day: date, closed: Collection[date]
) -> date:
    """Return the day of a step that hangs on a celebration on `day`: one the office works on."""
    if months_before is not None:
        return workday(months_earlier(day, months_before), closed)
    month, number = map(int, str(budget_day).split("-"))
    year = FiscalYear.of(day).previous
    start = year.start if month >= year.first_day.month else year.start + 1
    return workday(date(start, month, number), closed)


def months_earlier(day: date, months: int) -> date:
    """Return the same day so many months before, or the last day of a shorter month."""
    counted = day.year * 12 + day.month - 1 - months
    first = date(counted // 12, counted % 12 + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def moved_day(step: "RunwayStep", day: date, closed: Collection[date]) -> date:
    """Return where a step falls when its celebration is on `day`; a fixed one stays."""
    if step.anchor is StepAnchor.FIXED:
        return step.due
    return due_day(step.months_before, step.budget_day, day=day, closed=closed)


def is_done(step: "RunwayStep") -> bool:
    """Say whether a step is done, by its task where it has become one."""
    if step.task is not None:
        return step.task.state is not TaskState.OPEN
    return step.done_on is not None


def standing(step: "RunwayStep", *, since: date | None, today: date) -> StepStanding:
    """Say where a step stands; one dated before the runway began is on no record."""
    if is_done(step):
        return StepStanding.DONE
    if since is not None and step.due < since:
        return StepStanding.NO_RECORD
    return StepStanding.OVERDUE if step.due < today else StepStanding.AHEAD


def in_all_languages(said: Message) -> dict[str, str]:
    """Return a message in every language of the interface."""
    return {str(tag): translate(said, tag) for tag in Language}
