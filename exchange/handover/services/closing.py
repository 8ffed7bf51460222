"""Ending what opens by an account, room by room, and what leads into it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.belongings import ClosingSource
from exchange.core.links import LinkPurpose, Target, live_links, revoke
from exchange.core.permissions import Actor
from exchange.handover.enums import Opened

#: What leads into an account without its password.
_WAYS_IN: Final = (LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET)


def close_all(
    session: Session,
    *,
    actor: Actor,
    leaver: User,
    keeper: User | None,
    closings: Mapping[Opened, ClosingSource],
) -> Mapping[str, int]:
    """End or renew what opens by an account, and revoke what leads into it; return how many.

    The keeper sees to what is to be sent anew: whoever takes over, or else somebody else.
    """
    heir_id = keeper.id if keeper else None
    closed = {
        name.value: each.close(session, actor=actor, leaver_id=leaver.id, heir_id=heir_id)
        for name, each in closings.items()
    }
    for purpose in _WAYS_IN:
        for link in live_links(session, Target(purpose, "user", leaver.id)):
            revoke(link)
    return closed
