"""Verbs on promises: record, correct, settle, open again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.queries import visit_by_id
from exchange.partners.queries import locked_partner
from exchange.people.models import Person
from exchange.promises.enums import NEXT, PromiseSide, PromiseState
from exchange.promises.models import Promise
from exchange.promises.queries import locked_promise
from exchange.promises.rules import ensure_owned, ensure_reasoned, sort_day

#: The revision topic of everything the calendar shows of promises.
TOPIC: Final = "promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePlan:
    """What a person states about a promise."""

    side: PromiseSide
    title: Localized
    visit_id: UUID | None = None
    owner_id: UUID | None = None
    person_id: UUID | None = None
    due: PartialDate | None = None
    note: str = ""


def record_promise(
    session: Session,
    *,
    actor: Actor,
    partner: str,
    plan: PromisePlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Promise:
    """Write down what was promised to or by a partner; a form sent twice records one."""
    partner_id = locked_partner(session, partner).id
    _ensure_possible(session, plan, partner_id)
    promise = Promise(
        id=key or uuid7(),
        partner_id=partner_id,
        sort_day=sort_day(plan.due),
        is_demo=is_demo,
        **stated(plan),
    )
    promise, new = add_once(session, promise)
    if new:
        changes = created({"partner": partner, **stated(plan)})
        _noted(session, promise, changes, actor=actor, act="promises.record")
    return promise


def correct_promise(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: PromisePlan
) -> Promise:
    """Change what is stated about a promise; raises StaleRowError, DomainError."""
    promise = locked_promise(session, key)
    expect_version(promise, version)
    _ensure_possible(session, plan, promise.partner_id, before=promise)
    if changes := restate(promise, stated(plan)):
        promise.sort_day = sort_day(promise.due)
        flush(session)
        _noted(session, promise, changes, actor=actor, act="promises.correct")
    return promise


def settle_promise(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    target: PromiseState,
    reason: str = "",
) -> Promise:
    """Bring a promise to a state of the next-state table; dropping one needs the reason."""
    promise = locked_promise(session, key)
    expect_version(promise, version)
    NEXT.ensure(promise.state, target)
    ensure_reasoned(target, reason)
    settled_on = None if target is PromiseState.OPEN else clock.today()
    values = {"state": target, "reason": reason, "settled_on": settled_on}
    changes = restate(promise, values)
    flush(session)
    _noted(session, promise, changes, actor=actor, act=f"promises.{target.value}")
    return promise


def _ensure_possible(
    session: Session, plan: PromisePlan, partner_id: UUID, *, before: Promise | None = None
) -> None:
    """Raise DomainError for nobody, somebody unknown, or a visit of another partner."""
    ensure_owned(plan.side, plan.owner_id, plan.person_id)
    if plan.owner_id is not None and (before is None or before.owner_id != plan.owner_id):
        user = session.get(User, plan.owner_id)
        if user is None or not user.can_own("promises:read"):
            raise DomainError(message("promises.error.owner"), field="owner_id")
    if plan.person_id is not None and session.get(Person, plan.person_id) is None:
        raise DomainError(message("promises.error.person"), field="person_id")
    if plan.visit_id is not None:
        partners = {each.id for each in visit_by_id(session, plan.visit_id).partners}
        if partner_id not in partners:
            raise DomainError(message("promises.error.other_visit"), field="visit_id")


def _noted(session: Session, promise: Promise, changes: Changes, *, actor: Actor, act: str) -> None:
    subject = Subject("promise", promise.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
    touch(session, TOPIC)
