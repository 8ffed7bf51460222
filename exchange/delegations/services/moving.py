"""Give a visit new days: what hangs on them follows, seen before it is done."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import expect_version, flush, restate
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.core.offers import Following, FollowSource, VisitMove
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.enums import NEXT_STATES, VisitState
from exchange.delegations.legs import move_legs
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.wholes import locked_whole_visit
from exchange.delegations.rules import (
    ensure_dates,
    ensure_day_reached,
    ensure_movable,
    takes_along,
)
from exchange.delegations.services.states import postpone_visit
from exchange.delegations.services.visits import TOPIC, fallback_of, span_of, subject_of
from exchange.tasks.rules import Span
from exchange.tasks.services import follow_move, look_at_move


def look_at_dates(
    session: Session, *, visit: Visit, new: Span, sources: Sequence[FollowSource]
) -> tuple[Sequence[Following], str]:
    """Return what would become of everything that hangs on a visit's days, and its digest.

    The days of a visit that has begun are put right: what was planned for them stays as it was.
    The visit is loaded whole. Raises DomainError for days that cannot be, or the days of now.
    """
    ensure_movable(visit.state)
    ensure_dates(new.first, new.last)
    ensure_day_reached(visit.state, starts=new.first, ends=new.last, today=clock.today())
    old = span_of(visit)
    if new == old:
        raise DomainError(message("delegations.error.same_days"), field="starts")
    moves = look_at_move(session, subject=subject_of(visit), old=old, new=new)
    move = _move(visit, new)
    found = [
        *_legs_moved(visit, (new.first - old.first).days),
        *(
            Following(move.task.title, move.task.due, move.due, move.flagged)
            for move in moves
            if move.task.due is not None and (move.due is not None or move.flagged)
        ),
        *(each for source in _along(visit, sources) for each in source.find(session, move=move)),
    ]
    seen = repr((visit.version, new, found))
    return found, hashlib.sha256(seen.encode()).hexdigest()


def move_visit(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    new: Span,
    digest: str,
    sources: Sequence[FollowSource],
) -> Visit:
    """Give a visit new days as it was looked at: tasks and programme follow, fixed ones stay.

    A visit that takes its fallback days has none any more. Raises TransitionError when anything
    was changed since.
    """
    visit = locked_whole_visit(session, key)
    _, seen = look_at_dates(session, visit=visit, new=new, sources=sources)
    if seen != digest:
        raise TransitionError(message("delegations.error.move_stale"))
    old, move = span_of(visit), _move(visit, new)
    values: dict[str, object] = {"starts": new.first, "ends": new.last}
    if new == fallback_of(visit):
        values |= {"fallback_starts": None, "fallback_ends": None}
    changes = restate(visit, values)
    if takes_along(visit.state):
        move_legs(visit, (new.first - old.first).days)
    flush(session)
    record(session, actor=actor, act="visits.move", subject=subject_of(visit), changes=changes)
    follow_move(session, actor=actor, subject=subject_of(visit), old=old, new=new)
    for source in _along(visit, sources):
        source.follow(session, actor=actor, move=move)
    touch(session, TOPIC)
    return visit


def look_at_postponing(
    session: Session, *, visit: Visit, new: Span, sources: Sequence[FollowSource]
) -> tuple[Sequence[Following], str]:
    """Return what `look_at_dates` does, of a visit that may be postponed; else TransitionError."""
    NEXT_STATES.ensure(visit.state, VisitState.POSTPONED)
    return look_at_dates(session, visit=visit, new=new, sources=sources)


def postpone_to(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    reason: str,
    new: Span,
    digest: str,
    sources: Sequence[FollowSource],
) -> Visit:
    """Put a visit off to other days, in one act: postponed with the reason, and moved as seen.

    Raises StaleRowError, and TransitionError when anything was changed since it was looked at.
    """
    visit = locked_visit(session, key)
    expect_version(visit, version)
    move_visit(session, actor=actor, key=key, new=new, digest=digest, sources=sources)
    return postpone_visit(session, actor=actor, key=key, version=visit.version, reason=reason)


def _legs_moved(visit: Visit, days: int) -> Sequence[Following]:
    """Return where the legs of a visit would be; they stay once it has begun."""
    if not days or not takes_along(visit.state):
        return ()
    shift = timedelta(days=days)
    return [
        Following(
            leg.partner.names if leg.partner else leg.place,
            leg.starts,
            leg.starts + shift,
            flagged=False,
        )
        for leg in visit.legs
    ]


def _move(visit: Visit, new: Span) -> VisitMove:
    return VisitMove(
        visit_id=visit.id,
        first=visit.starts,
        last=visit.ends,
        new_first=new.first,
        new_last=new.last,
    )


def _along(visit: Visit, sources: Sequence[FollowSource]) -> Sequence[FollowSource]:
    """Return the rooms whose things follow a visit; none once it has begun."""
    return sources if takes_along(visit.state) else ()
