"""Visits both ways, with numbers and levels; promises that are open; whose turn it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exchange.core.messages import Message, label, message
from exchange.core.printing import range_text
from exchange.delegations.enums import Direction, Level
from exchange.reports.answers.known import Known
from exchange.reports.enums import Record
from exchange.reports.sheets import Column, Linked, Part
from exchange.reports.sources import recorded, recorded_visit

if TYPE_CHECKING:
    from exchange.delegations.models import Visit
    from exchange.promises.models import Promise

#: So many visits and promises fit on the page; the rest is in the sums, and said.
LISTED: Final = 6

_WAYS: Final = (Direction.IN, Direction.OUT)


def tally(known: Known, way: Direction, level: Level | None = None) -> tuple[int, int]:
    """Return how many visits went one way, and of how many people."""
    found = [
        visit
        for visit in known.held
        if visit.direction is way and (level is None or visit.level is level)
    ]
    return len(found), sum(known.people.get(visit.id, 0) for visit in found)


def numbers(known: Known) -> Part:
    """Count the visits that took place, by level and way."""
    levels = [level for level in Level if any(tally(known, way, level)[0] for way in _WAYS)]
    source = recorded(Record.VISIT, f"/delegations/?span=past&partner={known.partner.slug}")
    rows: list[Sequence[object]] = [
        [label(level), *_both(known, level), source] for level in levels
    ]
    if len(levels) > 1:
        rows.append([message("reports.answer.all"), *_both(known, None), source])
    unlisted = sum(visit.id not in known.people for visit in known.held)
    return Part(
        key="numbers",
        title=message("reports.answer.numbers"),
        columns=(
            Column(message("reports.column.level"), share=2),
            Column(message("reports.column.visits_in"), number=True, share=1),
            Column(message("reports.column.people_in"), number=True, share=1),
            Column(message("reports.column.visits_out"), number=True, share=1),
            Column(message("reports.column.people_out"), number=True, share=1),
            Column(message("reports.column.source"), share=1),
        ),
        rows=rows,
        empty=message("reports.answer.no_visits"),
        notes=[message("reports.answer.unlisted", count=unlisted)] if unlisted else [],
    )


def _both(known: Known, level: Level | None) -> Sequence[int]:
    return [number for way in _WAYS for number in tally(known, way, level)]


def visits(known: Known, language: str) -> Part:
    """List the latest visits, planned and stopped ones said to be so."""
    latest = list(reversed(known.visits))[:LISTED]
    rest = len(known.visits) - len(latest)
    return Part(
        key="visits",
        title=message("reports.answer.visits"),
        columns=(
            Column(message("reports.column.days")),
            Column(message("reports.column.way")),
            Column(message("reports.column.what"), share=3),
            Column(message("reports.column.level")),
            Column(message("reports.column.people"), number=True),
            Column(message("reports.column.state")),
            Column(message("reports.column.source")),
        ),
        rows=[_visit(known, visit, language) for visit in latest],
        empty=message("reports.answer.no_visits"),
        notes=[message("reports.answer.more_visits", count=rest)] if rest else [],
    )


def _visit(known: Known, visit: "Visit", language: str) -> Sequence[object]:
    return [
        range_text(visit.starts, visit.ends, language),
        label(visit.direction),
        [visit.title, visit.reason and message("reports.answer.because", reason=visit.reason)],
        label(visit.level),
        known.people.get(visit.id),
        label(visit.state),
        recorded_visit(visit),
    ]


def promises(known: Known) -> Part:
    """List what is still open with the partner, and say whose turn it is."""
    shown = known.promises[:LISTED]
    rest = len(known.promises) - len(shown)
    return Part(
        key="promises",
        title=message("reports.answer.promises"),
        lines=[turn(known), *(_cycle(known))],
        columns=(
            Column(message("reports.column.side")),
            Column(message("reports.column.what"), share=3),
            Column(message("reports.column.due")),
            Column(message("reports.column.source")),
        ),
        rows=[_promise(promise) for promise in shown],
        empty=message("reports.answer.no_promises"),
        notes=[message("reports.answer.more_promises", count=rest)] if rest else [],
    )


def _promise(promise: "Promise") -> Sequence[object]:
    visit = promise.visit
    where = (
        recorded(Record.PROMISE, f"/promises/{promise.id}/")
        if visit is None
        else recorded_visit(visit)
    )
    given = Linked(promise.title, f"/promises/{promise.id}/")
    return [label(promise.side), given, promise.due, where]


def turn_aloud(known: Known) -> Message:
    """Say whose turn the next official visit is, as a sentence to read aloud."""
    balance = known.balance
    if balance.turn is Direction.OUT:
        return message("reports.opening.turn_ours")
    if balance.turn is Direction.IN:
        return message("reports.opening.turn_theirs")
    return message("reports.opening.turn_unknown")


def turn(known: Known) -> Message:
    """Say whose turn the next official visit is."""
    balance = known.balance
    if balance.turn is Direction.OUT:
        said = message("delegations.turns.ours")
    elif balance.turn is Direction.IN:
        said = message("delegations.turns.theirs")
    elif balance.came is not None:
        said = message("delegations.turns.even")
    else:
        said = message("delegations.turns.unknown")
    return message("reports.answer.turn", turn=said)


def _cycle(known: Known) -> Sequence[Message]:
    return [
        message("reports.answer.cycle", years=str(each.cycle.years), due=str(each.next_due))
        for each in known.cycles
    ]
