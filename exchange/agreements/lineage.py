"""A partner's agreements as one line: what followed what, where the line has gaps, and today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exchange.agreements.enums import (
    AgreementKind,
    AgreementState,
    LineageLink,
    StationKind,
    Stretch,
)
from exchange.agreements.rules import (
    adopted_claim,
    adopted_date,
    public_story,
    rival_dates,
    sources_disagree,
    state,
    successor,
    term_end,
)
from exchange.core.dates import PartialDate

if TYPE_CHECKING:
    from exchange.agreements.models import Agreement, AgreementFact, AgreementParty, DateClaim

_LINKS = {
    AgreementKind.COUNTERSIGNING: LineageLink.CONFIRMED,
    AgreementKind.RENEWAL_PLEDGE: LineageLink.RENEWED,
    AgreementKind.SUCCESSION: LineageLink.TAKEN_OVER,
}
_OVER = {AgreementState.LAPSED, AgreementState.ENDED}


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing was in force between an agreement's end and the next one."""

    after: PartialDate
    before: PartialDate


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One agreement in a partner's line, and how it follows the one before it."""

    agreement: "Agreement"
    date: PartialDate | None
    state: AgreementState
    disagreement: bool
    claim: "DateClaim | None" = None
    #: The adopted date first; more than one where sources disagree.
    rivals: Sequence[PartialDate] = ()
    ended: PartialDate | None = None
    gap: Gap | None = None
    follows: "Agreement | None" = None
    link: LineageLink | None = None
    #: How it came about, where what says so is published: everyone may read it.
    story: "AgreementFact | None" = None


@dataclass(frozen=True, slots=True)
class Station:
    """A point of the drawn line, and what the line is like from here to the next one."""

    kind: StationKind
    #: None for today.
    date: PartialDate | None
    step: LineageStep | None = None
    #: Whose place the other takes.
    party: "AgreementParty | None" = None
    heir: "AgreementParty | None" = None
    gap: Gap | None = None
    onward: Stretch = Stretch.SOLID


def lineage(agreements: Sequence["Agreement"], *, today: date) -> list[LineageStep]:
    """Order a partner's agreements in time; those without an adopted date stand last."""
    dated = [(adopted_date(agreement.claims), agreement) for agreement in agreements]
    ordered = sorted(dated, key=lambda pair: (pair[0] is None, str(pair[0]), pair[1].slug))
    return [_step(agreement, day, agreements, today) for day, agreement in ordered]


def _step(
    agreement: "Agreement", day: PartialDate | None, all_of_them: Sequence["Agreement"], today: date
) -> LineageStep:
    before = next((one for one in all_of_them if one.id == agreement.predecessor_id), None)
    gap = _gap(day, before)
    return LineageStep(
        agreement=agreement,
        date=day,
        state=state(agreement, all_of_them, today=today),
        disagreement=sources_disagree(agreement.claims),
        claim=adopted_claim(agreement.claims),
        rivals=rival_dates(agreement.claims),
        ended=_ended(agreement, all_of_them, today=today),
        gap=gap,
        follows=before,
        link=_link(agreement, before, gap),
        story=public_story(agreement),
    )


def stations(steps: Sequence[LineageStep]) -> list[Station]:
    """Return the points of the line in time: agreements, parties' ends, ends, gaps and today.

    An agreement without an adopted date is not on the line.
    """
    dated = [step for step in steps if step.date is not None]
    points = [
        *(Station(StationKind.AGREEMENT, step.date, step=step) for step in dated),
        *_handovers(dated),
        *_ends(dated),
    ]
    points.sort(key=lambda point: (str(point.date), point.kind is not StationKind.END))
    if any(step.state is AgreementState.IN_FORCE for step in dated):
        points.append(Station(StationKind.TODAY, None, onward=Stretch.NONE))
    elif points:
        points[-1] = replace(points[-1], onward=Stretch.NONE)
    return points


def _handovers(steps: Iterable[LineageStep]) -> Iterator[Station]:
    """Yield where a party came to its end and another took its place."""
    for step in steps:
        heirs = {party.id: party for party in step.agreement.parties}
        for party in step.agreement.parties:
            if party.until is not None and party.successor_id in heirs:
                heir = heirs[party.successor_id]
                yield Station(StationKind.HANDOVER, party.until, party=party, heir=heir)


def _ends(steps: Sequence[LineageStep]) -> Iterator[Station]:
    """Yield where an agreement ran out; a gap follows unless another one was in force."""
    for step in steps:
        if step.state not in _OVER or step.ended is None:
            continue
        later = (one.date for one in steps if one.date and one.date.earliest > step.ended.latest)
        following = min(later, default=None)
        gap = Gap(step.ended, following) if following and not _carried(step, steps) else None
        onward = Stretch.GAP if gap else Stretch.SOLID
        yield Station(StationKind.END, step.ended, step=step, gap=gap, onward=onward)


def _carried(over: LineageStep, steps: Iterable[LineageStep]) -> bool:
    """Say whether another agreement was in force when one ran out."""
    if over.ended is None:
        return False
    return any(
        one.date.earliest <= over.ended.latest and (one.ended is None or one.ended > over.ended)
        for one in steps
        if one is not over and one.date is not None and not one.agreement.kind.is_event
    )


def _link(
    agreement: "Agreement", before: "Agreement | None", gap: Gap | None
) -> LineageLink | None:
    if before is None:
        return None
    if agreement.kind in _LINKS:
        return _LINKS[agreement.kind]
    if gap is not None:
        return LineageLink.AFTER_GAP
    if before.kind is AgreementKind.LETTER_OF_INTENT:
        return LineageLink.FORMALISED
    return LineageLink.REPLACED


def _ended(
    agreement: "Agreement", others: Sequence["Agreement"], *, today: date
) -> PartialDate | None:
    found = state(agreement, others, today=today)
    if found is AgreementState.ENDED:
        return agreement.ended_on
    if found is AgreementState.LAPSED:
        return _to_month(term_end(agreement))
    following = successor(agreement, others) if found is AgreementState.SUPERSEDED else None
    return adopted_date(following.claims) if following else None


def _gap(begins: PartialDate | None, before: "Agreement | None") -> Gap | None:
    if before is None or begins is None:
        return None
    ends = before.ended_on or _to_month(term_end(before))
    if ends is None or begins.earliest <= ends.latest + timedelta(days=1):
        return None
    return Gap(after=ends, before=begins)


def _to_month(day: PartialDate | None) -> PartialDate | None:
    """Drop the day: whether a term's first day counts is in no source."""
    return day and PartialDate(day.year, day.month)
