"""Pupils of the city by the three readings, and what visits cost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exchange.core.amounts import YEN, Money
from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, label, message
from exchange.indicators.enums import ReadingKind
from exchange.reports.answers.known import Known
from exchange.reports.answers.youth import Youth, YouthYear
from exchange.reports.enums import Record
from exchange.reports.sheets import Column, Part
from exchange.reports.sources import recorded

if TYPE_CHECKING:
    from exchange.indicators.queries.youth import Rule, YouthReading

_CORRECTED: Final = message("reports.answer.corrected")
_NOT_CORRECTED: Final = message("reports.answer.corrections")
_SHOWN_HERE: Final = message("reports.answer.hidden_in_print")
_HIDDEN: Final = message("reports.year.hidden_note")
_PARTICIPATIONS: Final = "/indicators/youth-participation/participations/"


def rule_said(rule: "Rule") -> Message:
    """Say by which version of the rule is counted: provisional until a manager has locked it."""
    if rule.locked_at is None:
        return message("reports.rule.provisional", version=str(rule.version))
    return message(
        "reports.rule.locked",
        version=str(rule.version),
        at=rule.locked_at.date(),
        by=rule.locked_by,
        reason=rule.lock_reason,
        reading=label(rule.default),
    )


def youth(known: Known, *, everything: bool) -> Part:
    """Give the three readings by fiscal year, with the rule they are counted by.

    What may leave the office hides small numbers; `everything` is for staff.
    """
    found = known.youth if everything else known.aloud
    return Part(
        key="youth",
        title=message("reports.answer.youth"),
        columns=(
            Column(message("reports.column.year"), share=2),
            Column(label(ReadingKind.PERSON_TIMES), number=True, share=1),
            Column(label(ReadingKind.RUNNING_TOTAL), number=True, share=1),
            Column(label(ReadingKind.UNIQUE_PERSONS), number=True, share=1),
            Column(message("reports.column.source"), share=1),
        ),
        rows=_years(known, found),
        lines=_lines(known.reading) if known.reading else (),
        empty=message("reports.answer.no_youth"),
        notes=_notes(known, known.reading, everything=everything) if known.reading else (),
    )


def _years(known: Known, youth: Youth) -> Sequence[Sequence[object]]:
    """Return a line a year, and one of the whole period: unique persons are no sum of lines."""
    since = FiscalYear(known.reading.first_year) if known.reading else known.first
    rows: list[Sequence[object]] = []
    running: object = None
    for start in sorted(youth.years):
        year = FiscalYear(start)
        if year >= since:
            running = _shown(youth.person_times(since, year))
        if year >= known.first:
            path = f"{_PARTICIPATIONS}?year={start}&partner={known.partner.slug}&counted=yes"
            found = youth.years[start]
            figures = (_shown(youth.person_times(year, year)), running, _unique(found))
            rows.append([year, *figures, recorded(Record.LEDGER, path)])
    if len(rows) > 1:
        figures = (_shown(youth.person_times(known.first)), running, _shown(youth.unique))
        path = f"{_PARTICIPATIONS}?partner={known.partner.slug}&counted=yes"
        source = recorded(Record.LEDGER, path)
        rows.append([message("reports.answer.period"), *figures, source])
    return rows


def _unique(found: "YouthYear | None") -> object:
    return _shown(found.unique if found else None)


def _shown(number: int | None) -> object:
    return message("reports.year.hidden") if number is None else number


def _lines(reading: "YouthReading") -> Sequence[Message]:
    return [rule_said(reading.rule)]


def _notes(known: Known, reading: "YouthReading", *, everything: bool) -> Sequence[Message]:
    """Say what the figures leave out, and what the whole city's are."""
    notes = [
        message(
            "reports.answer.city",
            total=reading.running_total,
            baseline=reading.baseline.value,
            year=str(reading.baseline.year),
            unique=reading.unique_since_start,
        )
    ]
    if known.first < reading.years_from:
        notes.append(message("reports.answer.before_ledger", year=reading.years_from))
    if any(year.published for year in reading.fiscal_years.values()):
        notes.append(_CORRECTED if everything else _NOT_CORRECTED)
    if None in known.aloud.years.values():
        notes.append(_SHOWN_HERE if everything else _HIDDEN)
    return notes


def costs(known: Known) -> Part:
    """Give what visits cost by fiscal year: what the city paid, and what others did."""
    return Part(
        key="costs",
        title=message("reports.answer.costs"),
        columns=(
            Column(message("reports.column.year"), share=2),
            Column(message("reports.column.budgeted"), number=True, share=1),
            Column(message("reports.column.spent"), number=True, share=1),
            Column(message("reports.column.spent_by_others"), number=True, share=1),
            Column(message("reports.column.missing"), number=True, share=1),
            Column(message("reports.column.source"), share=1),
        ),
        rows=_cost_rows(known),
        empty=message("reports.answer.no_costs"),
        notes=[message("reports.answer.shared_costs")] if _shared(known) else [],
    )


def spent(known: Known) -> Money:
    """Return what the city paid in the period."""
    return Money(sum(cost.spent for cost in known.costs.values()), YEN)


def missing(known: Known) -> int:
    """Return how many lines of the period have no actual cost yet."""
    return sum(cost.missing for cost in known.costs.values())


def _cost_rows(known: Known) -> Sequence[Sequence[object]]:
    rows: list[Sequence[object]] = [
        [
            FiscalYear(year),
            Money(cost.budgeted, YEN),
            Money(cost.spent, YEN),
            Money(cost.spent_by_others, YEN),
            cost.missing,
            recorded(Record.BUDGET, f"/budgets/?year={year}"),
        ]
        for year, cost in sorted(known.costs.items())
    ]
    if len(rows) > 1:
        found = known.costs.values()
        sums = [
            sum(cost.budgeted for cost in found),
            sum(cost.spent for cost in found),
            sum(cost.spent_by_others for cost in found),
        ]
        amounts = [Money(amount, YEN) for amount in sums]
        source = message("reports.answer.summed")
        rows.append([message("reports.answer.period"), *amounts, missing(known), source])
    return rows


def _shared(known: Known) -> bool:
    """Say whether a visit was to several partners: its cost is on the sheet of each."""
    return any(len(visit.links) > 1 for visit in known.visits)
