"""Give a visit new days: what hangs on them follows, seen before it is done."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, record
from exchange.core.database import flush
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.core.offers import Following, FollowSource
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.rules import ensure_dates, ensure_movable
from exchange.delegations.services.visits import TOPIC, span_of, subject_of
from exchange.tasks.rules import Span
from exchange.tasks.services import follow_move, look_at_move


def look_at_dates(
    session: Session, *, visit: Visit, new: Span, sources: Sequence[FollowSource]
) -> tuple[Sequence[Following], str]:
    """Return what would become of everything that hangs on a visit's days, and its digest.

    Raises DomainError for days that cannot be, or no other days than now.
    """
    ensure_movable(visit.state)
    ensure_dates(new.first, new.last)
    old = span_of(visit)
    if new == old:
        raise DomainError(message("delegations.error.same_days"), field="starts")
    moves = look_at_move(session, subject=subject_of(visit), old=old, new=new)
    days = (new.first - old.first).days
    found = [
        *(
            Following(move.task.title, move.task.due, move.due, move.flagged)
            for move in moves
            if move.task.due is not None and (move.due is not None or move.flagged)
        ),
        *(
            each
            for source in sources
            for each in source.find(session, visit_id=visit.id, days=days)
        ),
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

    Raises TransitionError when anything was changed since.
    """
    visit = locked_visit(session, key)
    _, seen = look_at_dates(session, visit=visit, new=new, sources=sources)
    if seen != digest:
        raise TransitionError(message("delegations.error.move_stale"))
    old = span_of(visit)
    pairs = {"starts": (old.first, new.first), "ends": (old.last, new.last)}
    changes: Changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    visit.starts, visit.ends = new.first, new.last
    flush(session)
    record(session, actor=actor, act="visits.move", subject=subject_of(visit), changes=changes)
    follow_move(session, actor=actor, subject=subject_of(visit), old=old, new=new)
    for source in sources:
        source.follow(session, actor=actor, visit_id=key, days=(new.first - old.first).days)
    touch(session, TOPIC)
    return visit
