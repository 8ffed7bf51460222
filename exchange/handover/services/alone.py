"""Ending an account whose belongings nobody must take over: it answers for nothing open."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import users_who_may
from exchange.accounts.services import deactivate
from exchange.core.belongings import EndAhead
from exchange.core.messages import label
from exchange.core.permissions import Actor
from exchange.handover.belongings import OFFERED, Offered
from exchange.handover.queries import holdings, planned_for, whose_end_is_planned
from exchange.handover.rules import last_day_of
from exchange.handover.services.closing import close_all
from exchange.handover.services.ending import finish


def end_ahead(session: Session, *, user_id: UUID, offered: Offered = OFFERED) -> EndAhead:
    """Return what the end of an account would mean: what is open, and what opens by it."""
    user = session.get_one(User, user_id)
    plan = planned_for(session, user.id)
    return EndAhead(
        open=sum(len(each.rows) for each in holdings(session, offered.belongings, owner=user.id)),
        path="" if user.school_id else f"/handover/people/{user.id}/",
        opened=[
            (label(kind), each.count(session, user.id)) for kind, each in offered.closings.items()
        ],
        planned=last_day_of(plan.ends_at) if plan else None,
    )


def end_alone(
    session: Session,
    *,
    actor: Actor,
    user_id: UUID,
    version: int,
    offered: Offered = OFFERED,
) -> int:
    """End an account and all that opens by it, unless something open is its person's.

    Return how many things are: 0 when the account has ended. A manager sees to links that are to
    be sent anew. Raises DomainError for one's own account, and the last administrator's.
    """
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    left = sum(len(each.rows) for each in holdings(session, offered.belongings, owner=user.id))
    if left:
        return left
    leaving = whose_end_is_planned(session)
    deactivate(session, actor=actor, user=user, version=version, leaving=leaving)
    plan = planned_for(session, user.id)
    if plan is not None:
        finish(session, actor=actor, key=plan.id, offered=offered)
        return 0
    managers = users_who_may(session, "handover:edit")
    keeper = next(iter(managers), None) or session.get(User, actor.user_id)
    close_all(session, actor=actor, leaver=user, keeper=keeper, closings=offered.closings)
    return 0
