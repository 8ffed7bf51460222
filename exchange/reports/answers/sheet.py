"""The sheet as a whole: what is read aloud first, then its parts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from exchange.agreements.enums import AgreementKind
from exchange.core.messages import Message, message
from exchange.delegations.enums import Direction
from exchange.reports.answers.figures import costs, missing, spent, youth
from exchange.reports.answers.history import gaps, ties, timeline
from exchange.reports.answers.known import Known
from exchange.reports.answers.visits import numbers, promises, tally, turn_aloud, visits
from exchange.reports.sheets import Report

if TYPE_CHECKING:
    from exchange.agreements.lineage import LineageStep


def answer_sheet(known: Known, language: str, *, everything: bool) -> Report:
    """Put the sheet together; `everything` is for the screens of staff, not for what is printed."""
    name = known.partner.names.in_language(language)
    return Report(
        title=message("reports.answer.paper_title", partner=name),
        about=(
            message("reports.answer.about", first=known.first, last=known.last),
            message("reports.answer.as_of", date=known.today),
        ),
        opening=list(_opening(known, name, language)),
        parts=(
            ties(known, language),
            numbers(known),
            visits(known, language),
            youth(known, everything=everything),
            costs(known),
            promises(known),
            timeline(known),
            gaps(known),
        ),
        contains_demo=known.contains_demo,
    )


def _opening(known: Known, name: str, language: str) -> Iterable[Message]:
    """Yield the sentences to read aloud."""
    dated = [step for step in known.steps if step.date is not None]
    public = [step for step in dated if step.agreement.id in known.bases]
    yield from (_tie(step, name, language) for step in (public or dated)[:1])
    yield from (_taken_over(step) for step in dated if _is_takeover(step))
    yield _visited(known)
    yield _joined(known)
    yield _cost(known)
    if missing(known):
        yield message("reports.opening.missing", count=missing(known))
    yield turn_aloud(known)


def _visited(known: Known) -> Message:
    if not known.held:
        return message("reports.opening.no_visits", first=known.first, last=known.last)
    came, went = tally(known, Direction.IN), tally(known, Direction.OUT)
    return message(
        "reports.opening.visits",
        first=known.first,
        last=known.last,
        visits_in=came[0],
        people_in=came[1],
        visits_out=went[0],
        people_out=went[1],
    )


def _joined(known: Known) -> Message:
    times, unique = known.aloud.person_times(known.first), known.aloud.unique
    if times == 0:
        return message("reports.opening.no_youth")
    if times is None or unique is None:
        years = sum(year >= known.first.start for year in known.aloud.years)
        return message("reports.opening.youth_hidden", count=years)
    said = {"times": times, "unique": unique}
    if known.reading is not None and known.reading.rule.locked:
        return message("reports.opening.youth", **said)
    return message("reports.opening.youth_provisional", **said)


def _cost(known: Known) -> Message:
    if not known.costs:
        return message("reports.opening.no_costs")
    return message("reports.opening.spent", amount=spent(known))


def _tie(step: "LineageStep", name: str, language: str) -> Message:
    title = step.agreement.title.in_language(language)
    if step.disagreement:
        return message("reports.opening.tie_disputed", partner=name, title=title, date=step.date)
    return message("reports.opening.tie", partner=name, title=title, date=step.date)


def _is_takeover(step: "LineageStep") -> bool:
    return step.agreement.kind is AgreementKind.SUCCESSION


def _taken_over(step: "LineageStep") -> Message:
    """Say when the city took the relation over, by every source where they disagree."""
    if len(step.rivals) > 1:
        first, other = step.rivals[:2]
        return message("reports.opening.takeover_disputed", first=first, other=other)
    return message("reports.opening.takeover", date=step.date)
