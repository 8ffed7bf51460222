"""Celebrations, as something an account answers for."""

from typing import Final

from sqlalchemy.orm import joinedload

from exchange.agreements.models import Basis
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.services.celebrations import TOPIC, subject_of
from exchange.core.belongings import Belonging, Item
from exchange.core.messages import label


def _item(celebration: Celebration) -> Item:
    return Item(
        subject=subject_of(celebration),
        title=celebration.title,
        state=label(celebration.state),
        due=celebration.starts,
        path=f"/celebrations/{celebration.id}/",
        partners=(celebration.basis.agreement.partner_id,),
    )


BELONGING: Final = Belonging(
    kind="celebration",
    table=Celebration,
    owner=Celebration.owner_id,
    is_open=Celebration.state.not_in((CelebrationState.HELD, CelebrationState.CANCELLED)),
    permission="celebrations:edit",
    act="celebrations.hand_over",
    describe=_item,
    topic=TOPIC,
    options=(joinedload(Celebration.basis).joinedload(Basis.agreement),),
)
