"""Move a visit from state to state, and make it public."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, record
from exchange.core import clock
from exchange.core.database import expect_version, flush
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.translate import translate
from exchange.delegations.enums import NEXT_STATES, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import head_counts, locked_visit
from exchange.delegations.rules import (
    Approval,
    Draft,
    ensure_approval,
    ensure_day_reached,
    ensure_draft,
    ensure_head,
    ensure_kept,
    ensure_publishable,
    ensure_reason,
)
from exchange.delegations.services.telling import forget_ticks
from exchange.delegations.services.visits import TOPIC, subject_of
from exchange.tasks.services import end_tasks


def advance_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, target: VisitState
) -> Visit:
    """Take a step that needs nothing but its day: planned, confirmed, under way, closed.

    A delegation whose members are known is confirmed with its head alone.
    A postponed visit that is planned again is staff only until it is confirmed and published anew.
    """
    visit = _opened(session, key, version, target)
    if target is VisitState.CONFIRMED:
        ensure_head(*head_counts(session, key))
    ensure_day_reached(target, starts=visit.starts, ends=visit.ends, today=clock.today())
    values: dict[str, object] = {"state": target}
    if visit.state is VisitState.POSTPONED:
        values |= {"reason": "", "published_at": None}
    return _changed(session, visit, actor=actor, act=f"visits.{target.value}", values=values)


def draft_visit(session: Session, *, actor: Actor, key: UUID, version: int, draft: Draft) -> Visit:
    """Record the paper on which a visit is to be decided; a decision before it no longer counts."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    ensure_draft(visit.state, draft.drafted_on, today=clock.today())
    values = {
        "document_number": draft.document_number,
        "drafted_on": draft.drafted_on,
        "approved_on": None,
        "approval_class": draft.approval_class,
    }
    return _changed(session, visit, actor=actor, act="visits.record_draft", values=values)


def approve_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, approval: Approval
) -> Visit:
    """Record the decision taken on paper; the visit is approved by it."""
    visit = _opened(session, key, version, VisitState.APPROVED)
    ensure_approval(approval, today=clock.today())
    values = {
        "state": VisitState.APPROVED,
        "document_number": approval.document_number,
        "drafted_on": approval.drafted_on,
        "approved_on": approval.approved_on,
        "approval_class": approval.approval_class,
    }
    return _changed(session, visit, actor=actor, act="visits.approve", values=values)


def postpone_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, reason: str
) -> Visit:
    """Put a visit off, with a reason; what was published says so."""
    visit = _opened(session, key, version, VisitState.POSTPONED)
    ensure_reason(reason)
    values = {"state": VisitState.POSTPONED, "reason": reason}
    forget_ticks(session, key)
    return _changed(session, visit, actor=actor, act="visits.postpone", values=values)


def cancel_visit(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    reason: str,
    keep: Collection[UUID] = (),
    keep_reason: str = "",
) -> Visit:
    """Call a visit off, with a reason; what was published says so.

    Its open tasks end but those to `keep`, each with the reason why there is still something to do.
    """
    visit = _opened(session, key, version, VisitState.CANCELLED)
    ensure_reason(reason)
    ensure_kept(len(keep), keep_reason)
    values = {"state": VisitState.CANCELLED, "reason": reason}
    _changed(session, visit, actor=actor, act="visits.cancel", values=values)
    said = translate(message("delegations.kept_task", reason=keep_reason), Language.JA)
    forget_ticks(session, key)
    end_tasks(session, actor=actor, subject=subject_of(visit), keep=keep, note=said)
    return visit


def publish_visit(session: Session, *, actor: Actor, key: UUID, version: int) -> Visit:
    """Show a settled visit to the public: its title, days, partners, direction and level."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    ensure_publishable(visit.state)
    values = {"published_at": visit.published_at or clock.now()}
    return _changed(session, visit, actor=actor, act="visits.publish", values=values)


def withdraw_visit(session: Session, *, actor: Actor, key: UUID, version: int) -> Visit:
    """Take a visit back from the public."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    values = {"published_at": None}
    return _changed(session, visit, actor=actor, act="visits.withdraw", values=values)


def _opened(session: Session, key: UUID, version: int, target: VisitState) -> Visit:
    """Lock a visit that may enter `target`; raises StaleRowError or TransitionError."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    NEXT_STATES.ensure(visit.state, target)
    return visit


def _changed(
    session: Session, visit: Visit, *, actor: Actor, act: str, values: Mapping[str, object]
) -> Visit:
    """Set values, and record and announce what really changed."""
    changes: Changes = {
        name: (getattr(visit, name), new)
        for name, new in values.items()
        if getattr(visit, name) != new
    }
    if not changes:
        return visit
    for name, (_, new) in changes.items():
        setattr(visit, name, new)
    record(session, actor=actor, act=act, subject=subject_of(visit), changes=changes)
    touch(session, TOPIC)
    flush(session)
    return visit
