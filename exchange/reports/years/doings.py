"""Visits, editions, costs and what is open of a fiscal year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.budgets.offers import remaining as costs_remaining
from exchange.budgets.queries import all_visit_sums
from exchange.budgets.rules import Sums
from exchange.core.amounts import YEN, Money
from exchange.core.messages import Message, label, message
from exchange.core.permissions import system_actor
from exchange.core.printing import range_text
from exchange.indicators.suppression import hidden_beside
from exchange.reports.enums import Record
from exchange.reports.queries.doings import (
    counted_by_edition,
    editions_held,
    editions_left_out,
    visits_of_year,
)
from exchange.reports.queries.indicators import indicator_table
from exchange.reports.sheets import Column, Linked, Part
from exchange.reports.sources import recorded, recorded_visit
from exchange.reports.years.frame import Frame
from exchange.youth.ledger import is_closed
from exchange.youth.offers import remaining as editions_remaining

if TYPE_CHECKING:
    from exchange.delegations.models import Visit
    from exchange.youth.models import Edition

_SOURCE: Final = Column(message("reports.column.source"), share=2)
_DAYS: Final = Column(message("reports.column.days"), share=3)
_WHAT: Final = Column(message("reports.column.what"), share=5)
_STATE: Final = Column(message("reports.column.state"))
_SHOWN: Final = (
    ("requested", message("reports.column.requested")),
    ("budgeted", message("reports.column.budgeted")),
    ("committed", message("reports.column.committed")),
    ("spent", message("reports.column.spent_all")),
    ("left", message("reports.column.left")),
)
_NO_VALUE: Final = message("reports.progress.no_value")
_READER: Final = system_actor("reports")


def visits(session: Session, frame: Frame) -> Sequence[Part]:
    """List the visits that begin in the year."""
    found = visits_of_year(session, frame.year)
    return [
        Part(
            key="visits",
            title=message("reports.year.visits"),
            columns=(
                _DAYS,
                Column(message("reports.column.way")),
                Column(message("reports.column.partner"), share=3),
                _WHAT,
                Column(message("reports.column.level")),
                Column(message("reports.column.people"), number=True),
                _STATE,
                _SOURCE,
            ),
            rows=[_visit(visit, found.people, frame) for visit in found.visits],
            empty=message("reports.year.no_visits"),
            notes=[message("reports.year.visits_note")] if found.visits else [],
        )
    ]


def _visit(visit: "Visit", people: Mapping[UUID, int], frame: Frame) -> Sequence[object]:
    return [
        range_text(visit.starts, visit.ends, frame.language),
        label(visit.direction),
        [partner.names for partner in visit.partners],
        [visit.title, visit.reason and message("reports.answer.because", reason=visit.reason)],
        label(visit.level),
        people.get(visit.id),
        label(visit.state),
        recorded_visit(visit),
    ]


def editions(session: Session, frame: Frame) -> Sequence[Part]:
    """List the year's editions; numbers under three are hidden with those that would tell them.

    The breakdown beside it and on public pages counts the same people: no two of them together may
    tell more than each. While the year is open none is shown: the next list would tell what came in
    between.
    """
    found = editions_held(session, frame.year)
    numbers, note = _people(session, found, frame)
    rows = [
        _edition(edition, number if edition.counts else None, frame)
        for edition, number in zip(found, numbers, strict=True)
    ]
    return [
        Part(
            key="editions",
            title=message("reports.year.editions"),
            columns=(
                _DAYS,
                Column(message("reports.column.programme"), share=4),
                _WHAT,
                Column(message("reports.column.way")),
                _STATE,
                Column(message("reports.column.counted"), number=True),
                Column(message("reports.column.counts"), share=4),
                _SOURCE,
            ),
            rows=rows,
            empty=message("reports.year.no_editions"),
            notes=note if found else [],
        )
    ]


def _people(
    session: Session, found: Sequence["Edition"], frame: Frame
) -> tuple[Sequence[object], Sequence[Message]]:
    """Return how many counted of each edition, as far as it may leave the office, and a note."""
    if not is_closed(session, frame.year.start):
        later = message("reports.year.when_sealed")
        return [later for _ in found], [message("reports.year.open_note", year=frame.year)]
    counted = counted_by_edition(session, frame.year)
    numbers: Counter[str] = Counter()
    for labels, number in counted.items():
        numbers[labels[-1]] += number
    hidden = hidden_beside(counted)
    shown = [
        message("reports.year.hidden")
        if hidden is None or str(edition.id) in hidden
        else numbers[str(edition.id)]
        for edition in found
    ]
    return shown, [message("reports.year.hidden_note")] if hidden != frozenset() else []


def _edition(edition: "Edition", number: object, frame: Frame) -> Sequence[object]:
    return [
        range_text(edition.starts, edition.ends, frame.language),
        edition.programme.names,
        edition.title,
        label(edition.direction),
        label(edition.state),
        number,
        counts_said(edition),
        recorded(Record.EDITION, f"/youth/editions/{edition.id}/"),
    ]


def counts_said(edition: "Edition") -> Sequence[object]:
    """Say whether an edition counts toward the city's indicator, and why."""
    if edition.counts:
        return [message("reports.year.counts"), edition.counts_reason]
    return [message("reports.year.left_out"), edition.counts_reason]


def left_out(session: Session, frame: Frame) -> Sequence[Part]:
    """List the editions that count nowhere, with their reasons: nothing is counted twice."""
    return [
        Part(
            key="left-out",
            title=message("reports.year.left_out_title"),
            columns=(
                Column(message("reports.column.programme"), share=4),
                _WHAT,
                Column(message("reports.column.organiser"), share=2),
                Column(message("reports.column.reason"), share=4),
                _SOURCE,
            ),
            rows=[
                [
                    edition.programme.names,
                    edition.title,
                    label(edition.programme.organiser),
                    edition.counts_reason,
                    recorded(Record.EDITION, f"/youth/editions/{edition.id}/"),
                ]
                for edition in editions_left_out(session, frame.year)
            ],
            empty=message("reports.year.none_left_out"),
        )
    ]


def costs(session: Session, frame: Frame) -> Sequence[Part]:
    """List what the year's visits cost, whoever pays, and their sum."""
    found = all_visit_sums(session, frame.year)
    rows = [[each.visit.title, *_amounts(each.sums), recorded_visit(each.visit)] for each in found]
    if len(found) > 1:
        whole = sum((each.sums for each in found), Sums())
        rows.append([message("reports.answer.all"), *_amounts(whole), ()])
    return [
        Part(
            key="costs",
            title=message("reports.year.costs"),
            columns=(
                _WHAT,
                *(Column(words, number=True, share=2) for _name, words in _SHOWN),
                _SOURCE,
            ),
            rows=rows,
            empty=message("reports.year.no_costs"),
            notes=[message("reports.year.costs_note")] if rows else [],
        )
    ]


def _amounts(sums: Sums) -> Sequence[Money]:
    return [Money(getattr(sums, name), YEN) for name, _words in _SHOWN]


def still_open(session: Session, frame: Frame) -> Sequence[Part]:
    """List what has to be done before the year can be closed."""
    found = [
        one
        for find in (editions_remaining, costs_remaining)
        for one in find(session, fiscal_year=frame.year.start, actor=_READER)
    ]
    values = indicator_table(session, frame.today).without_value(frame.year.start)
    return [
        Part(
            key="open",
            title=message("reports.year.still_open"),
            columns=(
                Column(message("reports.column.what"), share=5),
                Column(message("reports.column.reason"), share=4),
            ),
            rows=[
                *([Linked(one.title, one.path), one.why] for one in found),
                *([Linked(each.title, f"/indicators/{each.slug}/"), _NO_VALUE] for each in values),
            ],
            empty=message("reports.year.nothing_open"),
        )
    ]
