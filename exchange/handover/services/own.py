"""A person's own data: the account, its use, what they answer for, what the log says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import OwnAccount, own_account
from exchange.audit.enums.purposes import Purpose
from exchange.audit.models import AuditLine
from exchange.audit.queries import lines_of_person
from exchange.audit.services import record
from exchange.core.belongings import Belongings
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.handover.queries import Holding, holdings

#: The newest lines of the log that a copy holds.
_MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything in a person's own copy."""

    account: OwnAccount
    holdings: Sequence[Holding]
    lines: Sequence[AuditLine]


def take_own_data(session: Session, *, actor: Actor, belongings: Belongings) -> OwnData:
    """Gather what is kept about whoever asks; that they took it is the last line of the log."""
    user = session.get_one(User, actor.known_id)
    subject = Subject("user", user.id)
    record(
        session,
        actor=actor,
        act="accounts.take_copy",
        subject=subject,
        purpose=Purpose.ANSWER,
    )
    session.flush()
    return OwnData(
        account=own_account(session, user),
        holdings=holdings(session, belongings, owner=user.id),
        lines=lines_of_person(session, user.id, limit=_MOST_LINES),
    )
