"""The indicators in a year's report: every row with unit, basis, targets, value, gap and source."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from exchange.core.messages import Message, label, message
from exchange.indicators.breakdown import breakdown
from exchange.indicators.enums import ReadingKind
from exchange.indicators.queries.closing import groups_of
from exchange.reports.answers.figures import rule_said
from exchange.reports.figures import (
    basis_said,
    gap_said,
    of_year,
    place_said,
    said,
    target_said,
    title_said,
    year_said,
)
from exchange.reports.queries.indicators import Table, indicator_table
from exchange.reports.sheets import Column, Part
from exchange.reports.years.frame import Frame

if TYPE_CHECKING:
    from exchange.indicators.breakdown import ShownTable
    from exchange.indicators.models import Indicator
    from exchange.indicators.queries.youth import YearReading, YouthReading

NUMBER: Final = Column(message("reports.column.number"), number=True, share=1)


def indicators(session: Session, frame: Frame) -> Sequence[Part]:
    """Make the table of all indicators."""
    table = indicator_table(session, frame.today)
    return [
        Part(
            key="indicators",
            title=message("reports.year.indicators"),
            columns=(
                Column(message("reports.column.place"), share=2),
                Column(message("reports.column.indicator"), share=5),
                Column(message("reports.column.unit")),
                Column(message("reports.column.basis"), share=2),
                Column(message("reports.column.baseline"), share=2),
                *(
                    Column(message("reports.column.target", year=str(year)), share=2)
                    for year in table.target_years
                ),
                Column(message("reports.column.value"), share=3),
                Column(message("reports.column.gap"), share=2),
                Column(message("reports.column.source"), share=2),
            ),
            rows=[_row(table, each, frame) for each in table.indicators],
            empty=message("reports.year.no_indicators"),
            notes=[
                message("reports.year.indicators_note"),
                *(
                    message("reports.year.missing_table", number=str(each.measure.number))
                    for each in table.missing
                ),
            ],
        )
    ]


def _row(table: Table, indicator: "Indicator", frame: Frame) -> Sequence[object]:
    value = of_year(indicator, table.values.get(indicator.slug, ()), frame.year.start)
    targets = [target_said(indicator, year) for year in table.target_years]
    return [
        place_said(indicator),
        title_said(indicator, frame.language),
        indicator.unit,
        basis_said(indicator),
        baseline_said(indicator),
        *targets,
        said(indicator, value),
        gap_said(indicator, value, next_target_year(indicator, table, frame.year.start)),
        value.source if value else None,
    ]


def baseline_said(indicator: "Indicator") -> Sequence[object]:
    """Return the baseline with its year."""
    figure = f"{indicator.baseline.normalize():,f}"
    return [figure, message("reports.value.year", year=_baseline_year(indicator))]


def _baseline_year(indicator: "Indicator") -> object:
    """Return the baseline's year as the source prints it, without a basis where it says none."""
    year = indicator.baseline_year
    return year_said(indicator, year) if indicator.year_basis_printed else str(year)


def next_target_year(indicator: "Indicator", table: Table, year: int) -> int:
    """Return the first year from one on for which a target is set, else the strategy's last."""
    later = (each for each in table.target_years if each >= year)
    return next(
        (each for each in later if indicator.target_in(each) is not None), table.target_years[-1]
    )


def youth(session: Session, frame: Frame) -> Sequence[Part]:
    """Make the three readings of the year, sealed and corrected, and its breakdown.

    A report may leave the office: cells under three are hidden as on public pages, and there is no
    breakdown while the year is open.
    """
    reading = indicator_table(session, frame.today).reading
    if reading is None:
        return []
    year = reading.fiscal_years.get(frame.year.start)
    parts = [_readings(reading, year, frame)]
    if year is None:
        return parts
    if not year.closed:
        return [*parts, _no_breakdown(message("reports.year.open_note", year=frame.year))]
    groups = groups_of(session, frame.year.start, with_demo=True)
    shown = breakdown(groups, everything=False) if groups else ()
    if shown is None:
        return [*parts, _no_breakdown(message("reports.year.hidden_note"))]
    return [*parts, *(_breakdown(table) for table in shown)]


def _readings(reading: "YouthReading", year: "YearReading | None", frame: Frame) -> Part:
    return Part(
        key="youth",
        title=message("reports.year.youth"),
        lines=[rule_said(reading.rule), _standing(year, frame)],
        columns=(
            Column(message("reports.column.reading"), share=3),
            Column(message("reports.column.sealed"), number=True, share=2),
            Column(message("reports.column.now"), number=True, share=2),
        ),
        rows=_three(year, reading) if year else (),
        empty=message("reports.year.no_youth"),
        notes=[message("reports.year.youth_note", baseline=reading.baseline.value)],
    )


def _three(year: "YearReading", reading: "YouthReading") -> Sequence[Sequence[object]]:
    sealed = year.published
    times = sealed.person_times if sealed else year.person_times
    unique = sealed.unique_persons if sealed else year.unique
    rows: list[Sequence[object]] = [
        [label(ReadingKind.PERSON_TIMES), times if year.closed else None, year.person_times],
        [label(ReadingKind.UNIQUE_PERSONS), unique if year.closed else None, year.unique],
    ]
    if year.running_total is not None:
        moved = year.published_running
        running = year.running_total if moved is None else moved
        rows.append(
            [
                label(ReadingKind.RUNNING_TOTAL),
                running if year.closed else None,
                year.running_total,
            ]
        )
    return rows


def _standing(year: "YearReading | None", frame: Frame) -> Message:
    if year is None or not year.closed:
        return message("reports.year.open", year=frame.year)
    if year.published is not None:
        return message("reports.year.corrected", year=frame.year)
    return message("reports.year.closed", year=frame.year)


def _breakdown(table: "ShownTable") -> Part:
    hidden = message("reports.year.hidden")
    return Part(
        key=f"youth-{table.dimension.value}",
        title=message("reports.year.breakdown", by=label(table.dimension)),
        columns=(Column(label(table.dimension), share=3), NUMBER),
        rows=[
            [cell.name, hidden if cell.person_times is None else cell.person_times]
            for cell in table.cells
        ],
        notes=[message("reports.year.hidden_note")],
    )


def _no_breakdown(why: Message) -> Part:
    return Part(key="youth-breakdown", title=message("reports.year.no_breakdown"), lines=[why])
