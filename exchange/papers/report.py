"""復命書 of a visit sent out, 受入報告書 of one received: what was done and what came of it.

What nobody recorded is ruled, to be written by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, label, message
from exchange.core.printing import (
    day_of_year_text,
    day_text,
    fiscal_year_text,
    partial_text,
    range_text,
)
from exchange.core.translate import translate
from exchange.delegations.enums import Direction
from exchange.delegations.legs import leg_text
from exchange.itineraries.clocks import Row, cities_of, programme
from exchange.papers.approval import Stage, costs, member_row, seals, without_head
from exchange.papers.tables import JA

if TYPE_CHECKING:
    from exchange.attachments.models import Document
    from exchange.budgets.models import BudgetLine
    from exchange.core.database import DemoMarked
    from exchange.delegations.models import Visit, VisitMember
    from exchange.gifts.models import Gift
    from exchange.itineraries.models import ItineraryItem
    from exchange.people.models import Person
    from exchange.promises.models import Promise

#: A cell is its lines.
Cells = Sequence[Sequence[str]]
_SPENT: Final[Sequence[Stage]] = (lambda line: line.budgeted, lambda line: line.spent)
#: How many lines are ruled where a part has nothing on record.
_RULED: Final = 3
_RULED_OUTCOME: Final = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What is reported: a visit with all that came of it, loaded."""

    visit: "Visit"
    members: Sequence["VisitMember"]
    #: Whoever the programme names and is no member: who received the guests.
    named: Sequence["Person"]
    items: Sequence["ItineraryItem"]
    #: Those given in this visit.
    promises: Sequence["Promise"]
    gifts: Sequence["Gift"]
    lines: Sequence["BudgetLine"]
    documents: Sequence["Document"]
    #: Until when it is owed; None until the visit is closed.
    due: date | None

    @property
    def contains_demo(self) -> bool:
        """Whether anything told is of the demo."""
        people = [*self.named, *(each.person for each in self.members)]
        kept: Sequence[Sequence[DemoMarked]] = (
            *([self.visit], self.members, people),
            *(self.items, self.promises, self.gifts, self.lines, self.documents),
        )
        return any(each.is_demo for rows in kept for each in rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: a table or lines, ruled where it has none; `shares` are of widths."""

    title: Message
    columns: Sequence[Message] = ()
    shares: Sequence[int] = ()
    rows: Sequence[Cells] = ()
    lines: Sequence[str] = ()
    ruled: int = _RULED
    #: From which column on figures stand at the right.
    figures: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is on record of it."""
        return not self.rows and not self.lines


def report_heading(visit: "Visit") -> Message:
    """Return what the report of a visit is called: of one sent out 復命書."""
    return _of(visit, message("papers.report.title_out"), message("papers.report.title_in"))


def report_data(told: Told) -> Mapping[str, object]:
    """Return what the template of the report prints."""
    visit = told.visit
    reporter = _of(visit, message("papers.report.by_out"), message("papers.report.by_in"))
    return {
        "heading": report_heading(visit),
        "record": [
            {"title": message("papers.report.day"), "text": ""},
            {"title": reporter, "text": visit.owner.name if visit.owner else ""},
            {"title": message("papers.report.due"), "text": _day(told.due)},
        ],
        "seals-title": message("papers.approval.seals"),
        "seals": seals(visit.approval_class, reporter),
        "seals-beside": message("papers.report.shown"),
        "asked": _of(visit, message("papers.report.said_out"), message("papers.report.said_in")),
        "facts": [{"title": title, "lines": lines} for title, lines in _facts(told)],
        **_people(told),
        "parts": [_printed(part) for part in _parts(told)],
    }


def unwritten(told: Told) -> Sequence[Message]:
    """Return the titles of what the report leaves to be written by hand."""
    facts = [title for title, lines in _facts(told) if not lines]
    spent = any(line.spent is not None for line in told.lines)
    parts = [part for part in _parts(told) if part.empty or (part.figures and not spent)]
    results = [message("papers.report.results")] if _held(told)[1].rows else []
    return [*facts, *(part.title for part in parts), *results]


def _people(told: Told) -> Mapping[str, object]:
    people = {"people": len(told.members)}
    return {
        "members-title": _of(
            told.visit,
            message("papers.report.members_out", **people),
            message("papers.report.members_in", **people),
        ),
        "member-columns": [
            message("papers.approval.rank"),
            message("papers.approval.role"),
            message("papers.approval.name"),
            message("papers.approval.post"),
        ],
        "members": [member_row(number, each) for number, each in enumerate(told.members, start=1)],
        "members-note": without_head(told.members),
    }


def _printed(part: Part) -> Mapping[str, object]:
    names = ("title", "columns", "shares", "rows", "lines", "figures")
    return {name: getattr(part, name) for name in names} | {
        "ruled": part.ruled if part.empty else 0
    }


def _facts(told: Told) -> Sequence[tuple[Message, Sequence[str]]]:
    visit = told.visit
    partners = "、".join(each.names[JA] for each in visit.partners)
    legs = [leg_text(leg, JA) for leg in visit.legs]
    years = dict.fromkeys((FiscalYear.of(visit.starts), FiscalYear.of(visit.ends)))
    said = "・".join(fiscal_year_text(year, JA) for year in years)
    facts: list[tuple[Message, Sequence[str]]] = [
        (message("papers.report.purpose"), [visit.title[JA], *visit.purpose.splitlines()]),
        (
            _of(visit, message("papers.report.places_out"), message("papers.report.places_in")),
            legs or [partners],
        ),
        (
            message("papers.approval.days"),
            [f"{range_text(visit.starts, visit.ends, JA, weekday=True)}（{said}）"],
        ),
    ]
    if visit.direction is Direction.IN:
        received = [each.name.written for each in told.named]
        facts.append((message("papers.report.received_by"), received and ["、".join(received)]))
    return facts


def _parts(told: Told) -> Sequence[Part]:
    return [
        *_held(told),
        Part(
            message("papers.report.outcome"),
            lines=told.visit.outcome.splitlines(),
            ruled=_RULED_OUTCOME,
        ),
        *_exchanged(told),
        _costs(told),
        Part(
            message("papers.report.documents"),
            lines=[
                f"{number}　{each.title[JA]}" for number, each in enumerate(told.documents, start=1)
            ],
        ),
    ]


def _held(told: Told) -> Sequence[Part]:
    days = programme(told.items, cities_of(told.visit.partners), JA)
    met = [(day, row) for day, rows in days for row in rows if row.item.host or row.item.speech]
    return [
        Part(
            message("papers.report.days"),
            [message("papers.report.column_day"), message("papers.report.column_programme")],
            (1, 5),
            [[[day_of_year_text(day, JA)], [_moment(row) for row in rows]] for day, rows in days],
        ),
        Part(
            message("papers.report.meetings"),
            [
                message("papers.report.column_day"),
                message("papers.report.column_meeting"),
                message("papers.report.column_host"),
                message("papers.report.column_result"),
            ],
            (3, 5, 4, 7),
            [_meeting(day, row) for day, row in met],
        ),
    ]


def _exchanged(told: Told) -> Sequence[Part]:
    return [
        Part(
            message("papers.report.promises"),
            [
                message("papers.report.column_side"),
                message("papers.report.column_promise"),
                message("papers.report.column_owner"),
                message("papers.report.column_due"),
            ],
            (3, 6, 3, 4),
            [_promise(each) for each in told.promises],
        ),
        Part(
            message("papers.report.gifts"),
            [
                message("papers.report.column_way"),
                message("papers.report.column_gift"),
                message("papers.report.column_from"),
                message("papers.report.column_to"),
            ],
            (2, 6, 4, 4),
            [_gift(each) for each in told.gifts],
        ),
    ]


def _costs(told: Told) -> Part:
    return Part(
        message("papers.approval.costs"),
        [
            message("papers.approval.year"),
            message("papers.approval.heading"),
            message("papers.approval.payer"),
            message("papers.approval.budgeted"),
            message("papers.report.column_spent"),
        ],
        (4, 4, 3, 3, 3),
        [[[text] for text in row] for row in costs(told.lines, _SPENT)],
        figures=3,
    )


def _moment(row: Row) -> str:
    place = f"（{row.item.place}）" if row.item.place else ""
    return f"{row.start.clock}　{row.item.title[JA]}{place}"


def _meeting(day: date, row: Row) -> Cells:
    """Return where and with whom it was; what came of it is written by hand."""
    when = [day_of_year_text(day, JA), f"{row.start.clock}～{row.end.clock}"]
    return [when, [row.item.title[JA], *filter(None, [row.item.place])], [row.item.host], [""] * 3]


def _promise(promise: "Promise") -> Cells:
    ours = promise.owner.name if promise.owner else ""
    kept_by = promise.person.name.written if promise.person else ours
    due = partial_text(promise.due, JA, era=True) if promise.due else ""
    return [[_said(label(promise.side))], [promise.title[JA]], [kept_by], [due]]


def _gift(gift: "Gift") -> Cells:
    what = message("papers.report.pieces", gift=gift.title[JA], pieces=gift.quantity)
    return [[_said(label(gift.direction))], [_said(what)], [gift.given_by], [gift.received_by]]


def _of(visit: "Visit", outward: Message, inward: Message) -> Message:
    return outward if visit.direction is Direction.OUT else inward


def _day(value: date | None) -> str:
    return day_text(value, JA) if value else ""


def _said(sentence: Message) -> str:
    return translate(sentence, JA)
