"""What members of a delegation need to eat and to get about goes when the visit is long over."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.permissions import Actor
from exchange.delegations.models import VisitMember
from exchange.delegations.queries.purging import members_to_empty
from exchange.delegations.services.visits import subject_of


def empty_needs(
    session: Session, *, actor: Actor, today: date, limit: int
) -> Sequence[VisitMember]:
    """Empty diet and mobility of visits that are long over; return the members.

    Names, posts and ranks stay: they are the record of the visit. A line a visit, without values.
    """
    members = members_to_empty(session, today, limit=limit)
    for member in members:
        member.diet = member.mobility = ""
    flush(session)
    for visit, _members in groupby(members, lambda member: member.visit):
        record(
            session,
            actor=actor,
            act="visits.correct_member",
            subject=subject_of(visit),
            changes=dict.fromkeys(("diet", "mobility"), (None, None)),
            without_values=True,
        )
    return members
