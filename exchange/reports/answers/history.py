"""The tie by its dates and sources, the timeline, and the years with nothing on record."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear, PartialDate, Precision
from exchange.core.messages import Message, message
from exchange.reports.answers.known import Known
from exchange.reports.answers.visits import LISTED
from exchange.reports.sheets import Column, Part
from exchange.reports.sources import cited

if TYPE_CHECKING:
    from exchange.agreements.lineage import LineageStep

_UNKNOWN: Final = message("reports.answer.no_date")
_DAY: Final = Column(message("reports.column.day"), share=2)
_WHAT: Final = Column(message("reports.column.what"), share=3)
_SOURCE: Final = Column(message("reports.column.source"), share=3)


def ties(known: Known, language: str) -> Part:
    """Say what the tie rests on: each agreement at its date's own precision, with its source."""
    return Part(
        key="ties",
        title=message("reports.answer.ties"),
        columns=(_DAY, _WHAT, Column(message("reports.column.parties"), share=3), _SOURCE),
        rows=[_tie(step, language) for step in known.steps],
        empty=message("reports.answer.no_ties"),
    )


def _tie(step: "LineageStep", language: str) -> Sequence[object]:
    """Return a line of an agreement; a date that nobody has adopted is said to be that."""
    claim = step.claim or next(iter(step.agreement.claims), None)
    names = [party.names.in_language(language) for party in step.agreement.parties]
    source = cited(claim.source, claim.locator) if claim else ()
    return [_day(step), step.agreement.title, " / ".join(names), source]


def _day(step: "LineageStep") -> Sequence[object]:
    if step.date is not None:
        rivals = [message("reports.answer.or", date=date) for date in step.rivals[1:]]
        return [step.date, *rivals]
    claims = step.agreement.claims
    return [message("reports.answer.not_adopted", date=claims[0].date) if claims else _UNKNOWN]


def timeline(known: Known) -> Part:
    """Give what the partner's timeline says of the period, the latest notes where they are many."""
    found = [fact for fact in known.history if _lies_in(fact.date, known.first, known.last)]
    shown = found[-LISTED:]
    rest, undated = len(found) - len(shown), sum(fact.date is None for fact in known.history)
    return Part(
        key="timeline",
        title=message("reports.answer.timeline"),
        columns=(_DAY, Column(message("reports.column.what"), share=5), _SOURCE),
        rows=[[fact.date, fact.text, cited(fact.source, fact.locator)] for fact in shown],
        empty=message("reports.answer.no_note"),
        notes=[
            *([message("reports.answer.more_notes", count=rest)] if rest else []),
            *([message("reports.answer.undated", count=undated)] if undated else []),
        ],
    )


def gaps(known: Known) -> Part:
    """Say of which years no exchange is on record."""
    spans = [_said(*span) for span in _spans(_silent(known))]
    return Part(
        key="gaps",
        title=message("reports.answer.gaps"),
        lines=spans,
        empty=None if spans else message("reports.answer.no_gaps"),
        notes=[message("reports.answer.gaps_note")] if spans else [],
    )


def _silent(known: Known) -> Iterable[FiscalYear]:
    """Yield the years of the period that are over and have neither visit nor participation."""
    visited = {FiscalYear.of(visit.starts).start for visit in known.held}
    for year in known.years:
        if year.last_day < known.today and year.start not in visited | known.youth_years:
            yield year


def _spans(years: Iterable[FiscalYear]) -> Iterable[tuple[FiscalYear, FiscalYear]]:
    """Yield years that follow one another as first and last."""
    first = last = None
    for year in years:
        if first is not None and last is not None and year != last.next:
            yield first, last
            first = None
        first, last = first or year, year
    if first is not None and last is not None:
        yield first, last


def _said(first: FiscalYear, last: FiscalYear) -> Message:
    if first == last:
        return message("reports.answer.gap_year", year=first)
    return message("reports.answer.gap_years", first=first, last=last)


def _lies_in(day: PartialDate | None, first: FiscalYear, last: FiscalYear) -> bool:
    """Say whether a day is in a span; a bare year is taken for the fiscal year of its number."""
    if day is None:
        return False
    year = day.year if day.precision is Precision.YEAR else FiscalYear.of(day).start
    return first.start <= year <= last.start
