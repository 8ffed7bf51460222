"""The pack for the mid-term review: what has a target for it, what has none, and the evidence."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from exchange.core.messages import label, message
from exchange.core.printing import range_text
from exchange.indicators.rules import figure_text
from exchange.reports.enums import Record
from exchange.reports.figures import (
    gap_said,
    latest,
    place_said,
    said,
    target_said,
    title_said,
)
from exchange.reports.queries.evidence import Evidence, evidence_of
from exchange.reports.queries.indicators import Table, indicator_table
from exchange.reports.sheets import Column, Linked, Part
from exchange.reports.sources import recorded, recorded_visit
from exchange.reports.years.activities import activity_row
from exchange.reports.years.frame import Frame
from exchange.reports.years.indicators import baseline_said
from exchange.strategy.queries import current_strategy

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator
    from exchange.strategy.models import LeadingProject

_PLACE: Final = Column(message("reports.column.place"), share=2)
_INDICATOR: Final = Column(message("reports.column.indicator"), share=5)
_UNIT: Final = Column(message("reports.column.unit"))
_BASELINE: Final = Column(message("reports.column.baseline"), share=2)
_VALUE: Final = Column(message("reports.column.latest"), share=3)
_SOURCE: Final = Column(message("reports.column.source"), share=2)


def with_target(session: Session, frame: Frame) -> Sequence[Part]:
    """Make the table of indicators that have a target for the review: reached, or the gap."""
    table, review = indicator_table(session, frame.today), frame.year.start
    found = [each for each in table.indicators if each.target_in(review) is not None]
    return [
        Part(
            key="with-target",
            title=message("reports.review.with_target", year=frame.year),
            columns=(
                _PLACE,
                _INDICATOR,
                _UNIT,
                _BASELINE,
                Column(message("reports.column.target", year=str(review)), share=2),
                _VALUE,
                Column(message("reports.column.result"), share=2),
                _SOURCE,
            ),
            rows=[_measured(table, each, frame) for each in found],
            empty=message("reports.review.no_target"),
        )
    ]


def _measured(table: Table, indicator: "Indicator", frame: Frame) -> Sequence[object]:
    value = latest(table.values.get(indicator.slug, ()), frame.year.start)
    return [
        place_said(indicator),
        title_said(indicator, frame.language),
        indicator.unit,
        baseline_said(indicator),
        target_said(indicator, frame.year.start),
        said(indicator, value),
        gap_said(indicator, value, frame.year.start) or message("reports.review.no_value"),
        value.source if value else None,
    ]


def without_target(session: Session, frame: Frame) -> Sequence[Part]:
    """Make the table of those without one: 未設定, and the way to the last for reference."""
    table, review = indicator_table(session, frame.today), frame.year.start
    found = [each for each in table.indicators if each.target_in(review) is None]
    last = table.target_years[-1] if table.target_years else review
    return [
        Part(
            key="without-target",
            title=message("reports.review.without_target", year=frame.year),
            columns=(
                _PLACE,
                _INDICATOR,
                _UNIT,
                _BASELINE,
                Column(message("reports.column.target", year=str(review)), share=2),
                _VALUE,
                Column(message("reports.column.target", year=str(last)), share=2),
                Column(message("reports.column.path", year=str(review)), share=2),
                _SOURCE,
            ),
            rows=[_unmeasured(table, each, frame, last=last) for each in found],
            empty=message("reports.review.all_targets"),
            notes=[message("reports.review.reference", year=str(last))] if found else [],
        )
    ]


def _unmeasured(
    table: Table, indicator: "Indicator", frame: Frame, *, last: int
) -> Sequence[object]:
    review = frame.year.start
    value = latest(table.values.get(indicator.slug, ()), review)
    return [
        place_said(indicator),
        title_said(indicator, frame.language),
        indicator.unit,
        baseline_said(indicator),
        message("reports.value.unset"),
        said(indicator, value),
        target_said(indicator, last),
        path_to(indicator, review, last),
        value.source if value else None,
    ]


def path_to(indicator: "Indicator", year: int, last: int) -> str | None:
    """Return the value of a year on the straight line to the last target: no source sets it."""
    target, start = indicator.target_in(last), indicator.baseline_year
    if target is None or not start < year < last:
        return None
    gained = (target - indicator.baseline) * (year - start) / (last - start)
    return figure_text(indicator.baseline + gained, indicator.decimals)


def projects(session: Session, frame: Frame) -> Sequence[Part]:
    """Make a card of every leading project: what gathered as its evidence up to the review."""
    strategy = current_strategy(session)
    if strategy is None:
        return []
    evidence = evidence_of(session, strategy.id)
    return [_card(project, evidence, frame) for project in strategy.projects]


def _card(project: "LeadingProject", evidence: Evidence, frame: Frame) -> Part:
    title = project.title.in_language(frame.language)
    return Part(
        key=project.slug,
        title=message("reports.review.project", number=str(project.number), title=title),
        columns=(
            Column(message("reports.column.days"), share=3),
            Column(message("reports.column.kind"), share=2),
            Column(message("reports.column.what"), share=6),
            Column(message("reports.column.partner"), share=3),
            _SOURCE,
        ),
        rows=list(_evidence(project, evidence, frame)),
        empty=message("reports.review.no_evidence"),
    )


def _evidence(
    project: "LeadingProject", evidence: Evidence, frame: Frame
) -> Iterator[Sequence[object]]:
    """Yield what serves a project and began before the review's year is over."""
    last = frame.year.last_day
    for visit in evidence.visits:
        if visit.starts <= last and project in visit.projects:
            yield [
                range_text(visit.starts, visit.ends, frame.language),
                [message("reports.review.visit"), label(visit.direction)],
                [Linked(visit.title, f"/delegations/{visit.id}/"), label(visit.state)],
                [partner.names for partner in visit.partners],
                recorded_visit(visit),
            ]
    for edition in evidence.editions:
        if edition.starts <= last and project in edition.projects:
            path, partner = f"/youth/editions/{edition.id}/", edition.programme.partner
            yield [
                range_text(edition.starts, edition.ends, frame.language),
                [message("reports.review.edition"), label(edition.direction)],
                [Linked(edition.title, path), label(edition.state)],
                partner.names if partner else None,
                recorded(Record.EDITION, path),
            ]
    for activity in evidence.activities:
        if activity.sort_day <= last and project in activity.projects:
            yield activity_row(activity)
