"""Move what is open from one person to another: all of it, or what was chosen."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.core.belongings import Belongings
from exchange.core.database import flush, restate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.handover.queries import Holding, holdings
from exchange.handover.rules import ensure_successor


def move_chosen(
    session: Session,
    *,
    actor: Actor,
    owner: UUID | None,
    successor: User,
    chosen: Collection[UUID],
    belongings: Belongings,
) -> int:
    """Give some of a person's open things (`owner` None: nobody's) to somebody; return how many.

    What was settled or moved meanwhile stays. Raises DomainError for nothing chosen, or for a
    successor who may not answer for a kind of it.
    """
    found = [
        Holding(each.kind, each.belonging, rows)
        for each in holdings(session, belongings, owner=owner, locked=True)
        if (rows := [row for row in each.rows if row.id in chosen])
    ]
    if not found:
        raise DomainError(message("handover.error.nothing_chosen"))
    ensure_successor(owner, successor, [each.belonging for each in found])
    return sum(_moved(session, actor, found, successor.id).values())


def move_all(
    session: Session, *, actor: Actor, owner: UUID, heir_id: UUID, belongings: Belongings
) -> Mapping[str, int]:
    """Give everything open of a person to the heir; return how many of each kind."""
    return _moved(session, actor, holdings(session, belongings, owner=owner, locked=True), heir_id)


def _moved(
    session: Session, actor: Actor, found: Sequence[Holding], heir_id: UUID
) -> Mapping[str, int]:
    for each in found:
        act, belonging = each.belonging.act, each.belonging
        for row in each.rows:
            changes = restate(row, {belonging.owner.key: heir_id})
            subject = Subject(belonging.kind, row.id)
            record(session, actor=actor, act=act, subject=subject, changes=changes)
        if belonging.topic is not None:
            touch(session, belonging.topic)
    flush(session)
    return {each.kind.value: len(each.rows) for each in found}
