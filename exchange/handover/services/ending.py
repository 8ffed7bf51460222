"""Plan that an account ends, call it off, and end it: what is open moves in the same act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import users_who_may
from exchange.accounts.services import deactivate, ensure_administrator_stays
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import expect_version, flush, transact
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.core.translate import translate
from exchange.handover.belongings import OFFERED, Offered
from exchange.handover.enums import LEFT, NEXT, HandoverState
from exchange.handover.models import Handover
from exchange.handover.queries import (
    holdings,
    locked_handover,
    planned_for,
    staff_member,
    took_over_from,
    whose_end_is_planned,
)
from exchange.handover.rules import (
    can_take_all,
    ensure_leaver,
    ensure_no_circle,
    ensure_successor,
)
from exchange.handover.services.closing import close_all
from exchange.handover.services.moving import move_all
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.tasks.services import TaskDetails, add_task

#: The kind of job that ends an account.
END: Final = "handover.end"
_ENDER: Final = system_actor("handover")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPlan:
    """Who takes over, when the account ends (None: now), and what is said beside the list."""

    successor_id: UUID
    ends_at: datetime | None
    words: str = ""


def plan_handover(
    session: Session,
    *,
    actor: Actor,
    leaver_id: UUID,
    plan: HandoverPlan,
    offered: Offered = OFFERED,
    is_demo: bool = False,
) -> Handover:
    """Plan the end of an account; a job ends it at its instant, or it ends now.

    Raises DomainError for who has left or has to stay, who cannot take it, and a second plan.
    """
    leaver = session.get_one(User, staff_member(session, leaver_id).id, with_for_update=True)
    _ensure_may_leave(session, leaver)
    if planned_for(session, leaver_id) is not None:
        raise DomainError(message("handover.error.planned"), field="successor_id")
    if plan.ends_at is None and leaver_id == actor.user_id:
        raise DomainError(message("handover.error.self"), field="when")
    successor = _successor(session, leaver_id, plan.successor_id, offered)
    handover = Handover(
        leaver_id=leaver_id,
        successor_id=successor.id,
        ends_at=plan.ends_at or clock.machine_now(),
        words=plan.words,
        planned_by=actor.name,
        planned_by_id=actor.user_id,
        is_demo=is_demo,
    )
    session.add(handover)
    flush(session)
    values = {"successor_id": successor.id, "ends_at": handover.ends_at}
    _noted(session, actor, handover, act="handover.plan", values=values)
    if plan.ends_at is None:
        finish(session, actor=actor, key=handover.id, offered=offered)
    else:
        enqueue(session, END, {"handover": str(handover.id)}, run_at=handover.ends_at)
    return handover


def _successor(session: Session, leaver_id: UUID, key: UUID, offered: Offered) -> User:
    """Return who is to take over all that the leaver answers for, if they can."""
    successor = staff_member(session, key)
    found = holdings(session, offered.belongings, owner=leaver_id)
    ensure_successor(leaver_id, successor, [each.belonging for each in found])
    ensure_no_circle(leaver_id, planned_for(session, successor.id))
    return successor


def call_off(session: Session, *, actor: Actor, key: UUID, version: int) -> Handover:
    """Let somebody stay after all; what was moved already stays where it is."""
    handover = locked_handover(session, key)
    expect_version(handover, version)
    _settle(handover, HandoverState.CALLED_OFF)
    flush(session)
    _noted(session, actor, handover, act="handover.call_off")
    return handover


def finish(session: Session, *, actor: Actor, key: UUID, offered: Offered) -> Handover:
    """Move what is still open, end the account and all that opens by it; twice is once.

    Where nobody can take it, the account ends all the same: what is open stays on the list of
    nobody, and administrators are told.
    """
    handover = locked_handover(session, key)
    if handover.state is not HandoverState.PLANNED:
        return handover
    leaver, heir = handover.leaver, _heir(session, handover, offered)
    if heir is None:
        moved: Mapping[str, int] = {LEFT: _leave_to_nobody(session, actor, leaver, offered)}
    else:
        handover.successor_id = heir.id
        moved = move_all(
            session, actor=actor, owner=leaver.id, heir_id=heir.id, belongings=offered.belongings
        )
    keeper = heir or next(iter(_administrators(session, leaver)), None)
    closed = close_all(
        session, actor=actor, leaver=leaver, keeper=keeper, closings=offered.closings
    )
    if leaver.active:
        deactivate(session, actor=actor, user=leaver, version=leaver.version)
    handover.counts = {name: number for name, number in {**moved, **closed}.items() if number}
    _settle(handover, HandoverState.DONE)
    flush(session)
    values = {"successor_id": heir.id if heir else None, **handover.counts}
    _noted(session, actor, handover, act="handover.finish", values=values)
    return handover


def end_account(work: Work) -> None:
    """Do the job that ends an account at its instant."""
    key = UUID(work.arguments["handover"])
    transact(work.database, lambda session: finish(session, actor=_ENDER, key=key, offered=OFFERED))


def _ensure_may_leave(session: Session, leaver: User) -> None:
    ensure_leaver(leaver)
    ensure_administrator_stays(session, leaver, leaving=whose_end_is_planned(session))


def _leave_to_nobody(session: Session, actor: Actor, leaver: User, offered: Offered) -> int:
    """Give every administrator a task that says what nobody took over; return how much it is."""
    found = holdings(session, offered.belongings, owner=leaver.id)
    left = sum(len(each.rows) for each in found)
    said = message("handover.task.nobody", name=leaver.name, count=left)
    title = translate(said, Language.JA)[:200]
    for administrator in _administrators(session, leaver) if left else ():
        add_task(
            session, actor=actor, details=TaskDetails(title=title, assignee_id=administrator.id)
        )
    return left


def _administrators(session: Session, leaver: User) -> Sequence[User]:
    return [user for user in users_who_may(session, "users:edit") if user.id != leaver.id]


def _heir(session: Session, handover: Handover, offered: Offered) -> User | None:
    """Return who takes over: the successor, or whoever took over from them meanwhile.

    An account ends at its instant whatever became of its successor: then it is who planned it, or
    the first manager. Who has left, or may not answer for all of it, takes nothing; None where
    that is everybody.
    """
    found = holdings(session, offered.belongings, owner=handover.leaver_id)
    needed = [each.belonging for each in found]
    heir: User | None = handover.successor
    passed: set[UUID] = set()
    while heir is not None and not heir.active and heir.id not in passed:
        passed.add(heir.id)
        heir = took_over_from(session, heir.id)
    planner = session.get(User, handover.planned_by_id) if handover.planned_by_id else None
    others = [
        user
        for user in (planner, *users_who_may(session, "handover:edit"))
        if user is not None and user.id != handover.leaver_id
    ]
    for person in (heir, *others):
        is_leaver = person is not None and person.id == handover.leaver_id  # each to the other
        if not is_leaver and can_take_all(person, needed):
            return person
    return None


def _settle(handover: Handover, state: HandoverState) -> None:
    NEXT.ensure(handover.state, state)
    handover.state, handover.finished_at = state, clock.machine_now()


def _noted(
    session: Session,
    actor: Actor,
    handover: Handover,
    *,
    act: str,
    values: Mapping[str, object] | None = None,
) -> None:
    subject = Subject("user", handover.leaver_id)
    record(session, actor=actor, act=act, subject=subject, changes=created(values or {}))
