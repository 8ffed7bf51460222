"""How a celebration and the steps to it follow a visit; its anniversary stays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.celebrations.enums import StepAnchor
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import celebrations_of_visit, days_off_before, steps_of
from exchange.celebrations.rules import days_behind
from exchange.celebrations.runway import is_done, moved_day
from exchange.celebrations.services.celebrations import plan_of, revise_celebration
from exchange.core.offers import Following, FollowSource, VisitMove
from exchange.core.permissions import Actor


def find_celebrations(session: Session, *, move: VisitMove) -> Sequence[Following]:
    """Return each celebration that would move, and after it the steps that are still to be taken.

    A step whose day a person set stays, and is flagged.
    """
    found: list[Following] = []
    for celebration, (starts, _) in _moving(session, move):
        before = starts - timedelta(days=move.days)
        found.append(Following(celebration.title, before, starts, flagged=False))
        found += _steps(session, celebration, starts)
    return found


def follow(session: Session, *, actor: Actor, move: VisitMove) -> None:
    """Give celebrations held during a visit the days it moves to; their steps are counted anew."""
    for celebration, (starts, ends) in _moving(session, move):
        # Whoever moves the visit has seen the days before, however far from the anniversary.
        plan = replace(plan_of(celebration), starts=starts, ends=ends, far_meant=True)
        version = celebration.version
        revise_celebration(session, actor=actor, key=celebration.id, version=version, plan=plan)


def _moving(session: Session, move: VisitMove) -> Iterator[tuple[Celebration, tuple[date, date]]]:
    for celebration in celebrations_of_visit(session, move.visit_id):
        days = days_behind(celebration, move)
        if days is not None:
            yield celebration, days


def _steps(session: Session, celebration: Celebration, day: date) -> Iterator[Following]:
    closed = days_off_before(session, day)
    for step in steps_of(session, celebration.id):
        if is_done(step):
            continue
        if step.anchor is StepAnchor.FIXED:
            yield Following(step.title, step.due, None, flagged=True)
            continue
        due = moved_day(step, day, closed)
        if due != step.due:
            yield Following(step.title, step.due, due, flagged=False)


#: What `exchange.rooms` lists.
FOLLOWS: Final = FollowSource(find_celebrations, follow)
