"""Make a visit from an earlier one: its structure and its steps, nobody's name."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.offers import Copier
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.delegations.queries.wholes import locked_whole_visit
from exchange.delegations.rules import STOPPED
from exchange.delegations.services.legs import copy_legs
from exchange.delegations.services.visits import (
    VisitPlan,
    create_visit,
    span_of,
    subject_of,
)
from exchange.tasks.services import copy_steps


def copy_visit(
    session: Session,
    *,
    actor: Actor,
    source_id: UUID,
    plan: VisitPlan,
    key: UUID | None = None,
    copiers: Sequence[Copier] = (),
) -> Visit:
    """Create a draft from an earlier visit with its usual steps, counted to the new days.

    Legs go with them, and what the rooms of `copiers` bring; members, programme and how tasks
    went are not copied. A visit that was put off or called off names the first one made from it
    as what takes its place. The same `key` twice is one visit.
    """
    source = locked_whole_visit(session, source_id)
    visit = create_visit(session, actor=actor, plan=plan, key=key, is_demo=source.is_demo)
    if visit.copied_from_id is not None:
        return visit
    visit.copied_from_id = source.id
    changes = {"copied_from_id": (None, source.id)}
    record(session, actor=actor, act="visits.copy", subject=subject_of(visit), changes=changes)
    if source.state in STOPPED and source.successor_id is None:
        source.successor_id = visit.id
        changes = {"successor_id": (None, visit.id)}
        record(
            session, actor=actor, act="visits.succeed", subject=subject_of(source), changes=changes
        )
    copy_legs(session, actor=actor, source=source, visit=visit)
    flush(session)
    copy_steps(
        session,
        actor=actor,
        source=subject_of(source),
        subject=subject_of(visit),
        span=span_of(visit),
    )
    for copy in copiers:
        copy(session, actor=actor, source_id=source.id, copy_id=visit.id)
    return visit
