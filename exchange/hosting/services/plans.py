"""What is decided about the hosting of an edition."""

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.models import HostingPlan
from exchange.hosting.queries.families import plan_of
from exchange.hosting.rules.stays import ensure_hosts
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition


def begun_plan(session: Session, edition: Edition) -> HostingPlan:
    """Return the plan of a locked edition, made where there is none.

    Raises DomainError where nobody comes, or where everything was purged.
    """
    ensure_hosts(edition.direction, edition.state)
    return kept_plan(session, edition)


def kept_plan(session: Session, edition: Edition) -> HostingPlan:
    """Return the plan of a locked edition, whichever way it goes: pairs are kept in both."""
    plan = plan_of(session, edition.id)
    if plan is None:
        plan = HostingPlan(edition_id=edition.id)
        session.add(plan)
        flush(session)
    if plan.purged_at is not None:
        raise DomainError(message("hosting.error.purged"))
    return plan


def switch_suggestion(session: Session, *, actor: Actor, edition: Edition, on: bool) -> HostingPlan:
    """Let a suggestion for the whole group be asked for, or no longer."""
    locked = locked_edition(session, actor, edition.id)
    plan = begun_plan(session, locked)
    if plan.suggests == on:
        return plan
    changes = {"suggests": (plan.suggests, on)}
    plan.suggests = on
    flush(session)
    subject = Subject("edition", edition.id)
    record(session, actor=actor, act="hosting.switch", subject=subject, changes=changes)
    return plan
