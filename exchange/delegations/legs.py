"""The legs of a visit: what they must be, what they leave open, and how they move; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.printing import day_text, range_text

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitLeg

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leg:
    """What a person states about a leg: a partner, a place or both, and its days."""

    partner_id: UUID | None
    place: str
    starts: date
    ends: date


class LegError(DomainError):
    """A refusal of one leg; `at` is its place in the list, counted from 0."""

    def __init__(self, sentence: Message, *, at: int, field: str) -> None:
        super().__init__(sentence, field=field)
        self.at = at


def ensure_legs(
    legs: Sequence[Leg], *, partners: Collection[UUID], starts: date, ends: date
) -> None:
    """Raise LegError for a leg that is nowhere, off the visit's days, or before an earlier one.

    Two legs may share the day on which one goes on.
    """
    before: date | None = None
    for at, leg in enumerate(legs):
        _ensure_place(leg, partners, at)
        _ensure_days(leg, starts, ends, at)
        if before is not None and leg.starts < before:
            raise LegError(message("delegations.error.leg_order"), at=at, field="starts")
        before = leg.ends


def _ensure_place(leg: Leg, partners: Collection[UUID], at: int) -> None:
    if leg.partner_id is None and not leg.place:
        raise LegError(message("delegations.error.leg_nowhere"), at=at, field="place")
    if leg.partner_id is not None and leg.partner_id not in partners:
        raise LegError(message("delegations.error.leg_partner"), at=at, field="partner")


def _ensure_days(leg: Leg, starts: date, ends: date, at: int) -> None:
    if leg.ends < leg.starts:
        raise LegError(message("delegations.error.ends_before_starts"), at=at, field="ends")
    for field, day in (("starts", leg.starts), ("ends", leg.ends)):
        if not starts <= day <= ends:
            raise LegError(message("delegations.error.leg_outside"), at=at, field=field)


def open_points(visit: "Visit") -> Sequence[Message]:
    """Say what is open about the legs of a visit: days in no leg, legs off its days or partners."""
    if not visit.legs:
        return ()
    partners = {partner.id for partner in visit.partners}
    return [
        *_gaps(visit),
        *(point for leg in visit.legs for point in _strays(leg, visit, partners)),
    ]


def _gaps(visit: "Visit") -> Sequence[Message]:
    """Name the days of a visit that no leg covers, run by run."""
    covered = {
        leg.starts + _DAY * n for leg in visit.legs for n in range((leg.ends - leg.starts).days + 1)
    }
    days = [visit.starts + _DAY * n for n in range((visit.ends - visit.starts).days + 1)]
    runs: list[list[date]] = []
    for day in (day for day in days if day not in covered):
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        message("delegations.legs.gap", starts=run[0], ends=run[-1])
        if len(run) > 1
        else message("delegations.legs.gap_day", day=run[0])
        for run in runs
    ]


def _strays(leg: "VisitLeg", visit: "Visit", partners: Collection[UUID]) -> Sequence[Message]:
    found = []
    if leg.starts < visit.starts or leg.ends > visit.ends:
        found.append(message("delegations.legs.outside", number=leg.position))
    if leg.partner_id is not None and leg.partner_id not in partners:
        found.append(message("delegations.legs.no_partner", number=leg.position))
    return found


def move_legs(visit: "Visit", days: int) -> None:
    """Move every leg with its visit; those that no longer fit are named on its page."""
    for leg in visit.legs if days else ():
        leg.starts, leg.ends = leg.starts + _DAY * days, leg.ends + _DAY * days


def leg_text(leg: "VisitLeg", language: str) -> str:
    """Write a leg in one line: its days, its partner in a language, its place as it is typed."""
    partner = leg.partner.names.in_language(language) if leg.partner else ""
    days = f"{day_text(leg.starts, language)} – {day_text(leg.ends, language)}"
    if language == "ja":
        days = range_text(leg.starts, leg.ends, language, weekday=True)
    return " ".join(filter(None, (days, partner, leg.place)))
