"""Bring a celebration from state to state, and make it public."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes
from exchange.celebrations.enums import NEXT_STATES, CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import locked_celebration, open_tasks_of
from exchange.celebrations.rules import ensure_publishable, ensure_ready, ensure_reason
from exchange.celebrations.services.celebrations import note
from exchange.celebrations.services.notices import expect_notice, standing_of
from exchange.core import clock
from exchange.core.database import expect_version, flush
from exchange.core.permissions import Actor
from exchange.tasks.enums import TaskState
from exchange.tasks.services import move_task


def advance_celebration(
    session: Session, *, actor: Actor, key: UUID, version: int, target: CelebrationState
) -> Celebration:
    """Take a step that needs no more than its days: planned, confirmed, held.

    A postponed celebration that is planned again is staff only until it is published anew.
    """
    celebration = _opened(session, key, version, target)
    ensure_ready(
        target,
        starts=celebration.starts,
        ends=celebration.ends,
        fixed=celebration.days_fixed,
        today=clock.today(),
    )
    values: dict[str, object] = {"state": target}
    if celebration.state is CelebrationState.POSTPONED:
        values |= {"reason": "", "published_at": None}
    return _changed(session, celebration, actor=actor, act="celebrations.move", values=values)


def postpone_celebration(
    session: Session, *, actor: Actor, key: UUID, version: int, reason: str
) -> Celebration:
    """Put a celebration off, with a reason; the anniversary it is for stays."""
    celebration = _opened(session, key, version, CelebrationState.POSTPONED)
    ensure_reason(reason)
    values = {"state": CelebrationState.POSTPONED, "reason": reason}
    return _changed(session, celebration, actor=actor, act="celebrations.postpone", values=values)


def cancel_celebration(
    session: Session, *, actor: Actor, key: UUID, version: int, reason: str
) -> Celebration:
    """Call a celebration off, with a reason; the open tasks of its steps are dropped."""
    celebration = _opened(session, key, version, CelebrationState.CANCELLED)
    ensure_reason(reason)
    values = {"state": CelebrationState.CANCELLED, "reason": reason}
    _changed(session, celebration, actor=actor, act="celebrations.cancel", values=values)
    for task in open_tasks_of(session, celebration.id):
        move_task(session, actor=actor, task=task, version=task.version, target=TaskState.DROPPED)
    return celebration


def publish_celebration(session: Session, *, actor: Actor, key: UUID, version: int) -> Celebration:
    """Show a settled celebration to the public: its title, days, partner and anniversary."""
    celebration = locked_celebration(session, key)
    expect_version(celebration, version)
    ensure_publishable(celebration.state, basis_public=celebration.basis.is_public)
    values = {"published_at": celebration.published_at or clock.now()}
    return _changed(session, celebration, actor=actor, act="celebrations.publish", values=values)


def withdraw_celebration(session: Session, *, actor: Actor, key: UUID, version: int) -> Celebration:
    """Take a celebration back from the public."""
    celebration = locked_celebration(session, key)
    expect_version(celebration, version)
    values = {"published_at": None}
    return _changed(session, celebration, actor=actor, act="celebrations.withdraw", values=values)


def _opened(session: Session, key: UUID, version: int, target: CelebrationState) -> Celebration:
    """Lock a celebration that may enter `target`; raises StaleRowError or TransitionError."""
    celebration = locked_celebration(session, key)
    expect_version(celebration, version)
    NEXT_STATES.ensure(celebration.state, target)
    return celebration


def _changed(
    session: Session,
    celebration: Celebration,
    *,
    actor: Actor,
    act: str,
    values: Mapping[str, object],
) -> Celebration:
    """Set values, and record and announce what really changed."""
    changes: Changes = {
        name: (getattr(celebration, name), new)
        for name, new in values.items()
        if getattr(celebration, name) != new
    }
    if not changes:
        return celebration
    before = standing_of(celebration)
    for name, (_, new) in changes.items():
        setattr(celebration, name, new)
    note(session, celebration, changes, actor=actor, act=act)
    expect_notice(session, celebration, before, actor=actor)
    flush(session)
    return celebration
