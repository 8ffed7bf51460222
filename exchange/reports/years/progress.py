"""The progress sheet per measure, with what each section still owes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from exchange.accounts.queries import has_demo_users
from exchange.core.messages import Message, label, message
from exchange.indicators.enums import Method
from exchange.indicators.progress import shown_year
from exchange.inquiries.enums import OPEN, InquiryState
from exchange.inquiries.rules import is_overdue
from exchange.reports.answers.known import HELD
from exchange.reports.enums import Meeting
from exchange.reports.figures import (
    gap_said,
    of_year,
    said,
    target_said,
    title_said,
)
from exchange.reports.queries.evidence import Evidence, evidence_of
from exchange.reports.queries.indicators import Table, indicator_table
from exchange.reports.queries.owed import live_inquiries, unclosed_editions, unpaid_visits
from exchange.reports.sheets import Column, Linked, Part, Report
from exchange.reports.years.frame import Frame
from exchange.reports.years.indicators import baseline_said, next_target_year
from exchange.strategy.queries import current_strategy

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator
    from exchange.inquiries.models import Inquiry
    from exchange.strategy.models import Measure, Strategy

_OWES: Final = (
    Column(message("reports.column.section"), share=3),
    Column(message("reports.column.what"), share=6),
    Column(message("reports.column.owed"), share=4),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a sheet is for, which measures it is about, and whose rows alone it shows."""

    meeting: Meeting = Meeting.COUNCIL
    #: Slugs; none are all of them: no source says which measures a sub-committee looks after.
    measures: frozenset[str] = field(default_factory=frozenset)
    #: A section officer's own section; None for the division.
    section: str | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a sheet is put together with."""

    frame: Frame
    wanted: Wanted
    table: Table


def progress_sheet(session: Session, frame: Frame, wanted: Wanted) -> Report:
    """Put the sheet together; a section officer's says what the own section owes, nothing else."""
    sheet = _Sheet(frame, wanted, indicator_table(session, frame.today))
    strategy = current_strategy(session)
    parts: list[Part] = []
    if strategy is not None and wanted.section is None:
        parts += _measures(session, strategy, sheet)
    parts.append(_owed(session, sheet))
    return Report(
        title=message("reports.progress.title", year=frame.year, meeting=label(wanted.meeting)),
        about=[message("reports.answer.as_of", date=frame.today)],
        parts=parts,
        contains_demo=has_demo_users(session),
    )


def _measures(session: Session, strategy: "Strategy", sheet: _Sheet) -> Iterator[Part]:
    """Yield what is on record of the wanted measures, each after its policy's own indicators."""
    evidence = evidence_of(session, strategy.id)
    for policy in strategy.policies:
        measures = [each for each in policy.measures if _is_wanted(each, sheet.wanted)]
        own = [each for each in sheet.table.indicators if each.policy_id == policy.id]
        if measures and own:
            title = policy.title.in_language(sheet.frame.language)
            heading = message("reports.progress.policy", number=str(policy.number), title=title)
            yield _indicators(policy.slug, heading, own, sheet)
        for measure in measures:
            yield _measure(measure, evidence, sheet)


def _is_wanted(measure: "Measure", wanted: Wanted) -> bool:
    return not wanted.measures or measure.slug in wanted.measures


def _measure(measure: "Measure", evidence: Evidence, sheet: _Sheet) -> Part:
    own = [each for each in sheet.table.indicators if each.measure_id == measure.id]
    title = measure.title.in_language(sheet.frame.language)
    heading = message("reports.progress.measure", number=str(measure.number), title=title)
    year = sheet.frame.year
    visits = [it for it in evidence.visits if it.starts in year and measure in it.measures]
    editions = [it for it in evidence.editions if it.starts in year and measure in it.measures]
    held = (
        sum(it.state in HELD for it in visits),
        sum(it.starts <= sheet.frame.today for it in editions),
    )
    served = message(
        "reports.progress.served",
        year=year,
        visits=held[0],
        editions=held[1],
        planned=len(visits) + len(editions) - sum(held),
        activities=sum(
            it.fiscal_year == year.start and measure in it.measures for it in evidence.activities
        ),
    )
    return replace(_indicators(measure.slug, heading, own, sheet), lines=[served])


def _indicators(key: str, title: Message, own: Sequence["Indicator"], sheet: _Sheet) -> Part:
    return Part(
        key=key,
        title=title,
        columns=(
            Column(message("reports.column.indicator"), share=5),
            Column(message("reports.column.unit")),
            Column(message("reports.column.baseline"), share=2),
            *(
                Column(message("reports.column.target", year=str(year)), share=2)
                for year in sheet.table.target_years
            ),
            Column(message("reports.column.value"), share=3),
            Column(message("reports.column.gap"), share=2),
            Column(message("reports.column.source"), share=2),
        ),
        rows=[_row(each, sheet) for each in own],
        empty=message("reports.progress.no_indicator"),
    )


def _row(indicator: "Indicator", sheet: _Sheet) -> Sequence[object]:
    table, year = sheet.table, sheet.frame.year.start
    value = of_year(indicator, table.values.get(indicator.slug, ()), year)
    return [
        title_said(indicator, sheet.frame.language),
        indicator.unit,
        baseline_said(indicator),
        *(target_said(indicator, each) for each in table.target_years),
        said(indicator, value),
        gap_said(indicator, value, next_target_year(indicator, table, year)),
        value.source if value else None,
    ]


def _owed(session: Session, sheet: _Sheet) -> Part:
    frame, wanted = sheet.frame, sheet.wanted
    rows = list(_editions(session, frame, wanted.section))
    asked = [
        each
        for each in live_inquiries(session, frame.year)
        if each.indicator.measure is None or _is_wanted(each.indicator.measure, wanted)
    ]
    rows += _asked(asked, frame, wanted.section)
    if wanted.section is None:
        rows += _visits(session, frame)
        rows += _unasked(sheet.table, frame, wanted, asked)
    return Part(
        key="owed",
        title=message("reports.progress.owed", year=frame.year),
        columns=_OWES,
        rows=rows,
        empty=message("reports.progress.nothing_owed"),
    )


def _editions(session: Session, frame: Frame, section: str | None) -> Iterator[Sequence[object]]:
    for edition in unclosed_editions(session, frame.year, frame.today):
        if section in (None, edition.programme.section):
            what = Linked(edition.title, f"/youth/editions/{edition.id}/")
            yield [edition.programme.section, what, message("reports.progress.not_closed")]


def _visits(session: Session, frame: Frame) -> Iterator[Sequence[object]]:
    for visit in unpaid_visits(session, frame.year, frame.today):
        what = Linked(visit.title, f"/budgets/visits/{visit.id}/")
        yield [message("reports.progress.division"), what, message("reports.progress.no_cost")]


def _asked(
    inquiries: Sequence["Inquiry"], frame: Frame, section: str | None
) -> Iterator[Sequence[object]]:
    """Yield the values a section is asked for; one that is answered waits for the division."""
    for each in inquiries:
        if section is not None and (each.section != section or each.state not in OPEN):
            continue
        year = message("reports.value.year", year=shown_year(each.indicator, each.year))
        what = [Linked(each.indicator.title, f"/inquiries/{each.id}/"), year]
        if each.state is InquiryState.ANSWERED:
            owed = message("reports.progress.to_accept", section=each.section)
            yield [message("reports.progress.division"), what, owed]
        else:
            yield [each.section, what, _awaited(each, frame)]


def _awaited(inquiry: "Inquiry", frame: Frame) -> Message:
    if is_overdue(inquiry, frame.today):
        return message("reports.progress.asked_late", due=inquiry.due)
    if inquiry.state is InquiryState.RETURNED:
        return message("reports.progress.given_back", due=inquiry.due)
    return message("reports.progress.asked", due=inquiry.due)


def _unasked(
    table: Table, frame: Frame, wanted: Wanted, asked: Sequence["Inquiry"]
) -> Iterator[Sequence[object]]:
    """Yield the values of the year that are missing and that nobody is asked for."""
    known = {each.indicator_id for each in asked if each.year == frame.year.start}
    for each in table.without_value(frame.year.start):
        if each.id in known:
            continue
        if each.measure is None or _is_wanted(each.measure, wanted):
            what = Linked(each.title, f"/indicators/{each.slug}/")
            if each.method is Method.REPORTED:
                section = message("reports.progress.no_section")
                yield [section, what, message("reports.progress.not_asked")]
            else:
                section = message("reports.progress.division")
                yield [section, what, message("reports.progress.no_record")]
