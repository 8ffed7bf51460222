"""A visit that was called off, and a turn of a cycle that was left out, for the walk."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.permissions import Actor
from exchange.delegations.enums import Direction
from exchange.delegations.models import VisitCycle
from exchange.delegations.services.cycles import Outcome, settle_turn
from exchange.delegations.services.states import cancel_visit
from exchange.delegations.services.visits import create_visit
from tests.factories.delegations import make_plan


def keys_of_stops(session: Session, actor: Actor) -> dict[str, object]:
    """Call a visit off whose hosts are to be told, and leave out Heidelberg's turn of 2017."""
    day = clock.today() + timedelta(days=400)
    visit = create_visit(
        session, actor=actor, plan=make_plan(starts=day, ends=day, hosts="見本協会"), is_demo=True
    )
    cancel_visit(session, actor=actor, key=visit.id, version=visit.version, reason="見本：台風")
    cycle = session.scalars(select(VisitCycle).order_by(VisitCycle.id)).first()
    assert cycle is not None
    turn = settle_turn(
        session,
        actor=actor,
        cycle=cycle,
        year=2017,
        direction=Direction.IN,
        outcome=Outcome(skipped_because="見本：記録なし"),
    )
    return {"stopped": visit.id, "turn": turn.id}
