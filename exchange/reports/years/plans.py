"""Which parts a report is made of, one after another, so that it can be said how far it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.messages import Message, message
from exchange.reports.enums import ReportKind
from exchange.reports.sheets import Part, Report
from exchange.reports.years.activities import activities
from exchange.reports.years.doings import costs, editions, left_out, still_open, visits
from exchange.reports.years.frame import Frame, Maker
from exchange.reports.years.indicators import indicators, youth
from exchange.reports.years.midterm import projects, with_target, without_target


@dataclass(frozen=True, slots=True)
class Plan:
    """How a report is called and what makes its parts."""

    title: Callable[[Frame], Message]
    makers: Sequence[Maker]


PLANS: Final[Mapping[ReportKind, Plan]] = {
    ReportKind.FISCAL_YEAR: Plan(
        lambda frame: message("reports.year.title", year=frame.year),
        (indicators, youth, visits, editions, activities, costs, still_open),
    ),
    ReportKind.MID_TERM: Plan(
        lambda frame: message("reports.review.title", year=frame.year),
        (with_target, without_target, projects, left_out),
    ),
}


def whole(kind: ReportKind, frame: Frame, parts: Sequence[Part], *, contains_demo: bool) -> Report:
    """Put a report together from its parts."""
    return Report(
        title=PLANS[kind].title(frame),
        about=[message("reports.answer.as_of", date=frame.today)],
        parts=parts,
        contains_demo=contains_demo,
    )
