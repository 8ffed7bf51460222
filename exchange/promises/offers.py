"""Promises, as something an account answers for: ours it keeps, theirs it asks after."""

from typing import Final

from exchange.core.belongings import Belonging, Item
from exchange.core.messages import label
from exchange.core.offers import Subject
from exchange.promises.enums import PromiseState
from exchange.promises.models import Promise
from exchange.promises.services import TOPIC


def _item(promise: Promise) -> Item:
    return Item(
        subject=Subject("promise", promise.id),
        title=promise.title,
        state=label(promise.side),
        due=promise.sort_day if promise.due else None,
        path=f"/promises/{promise.id}/",
        partners=(promise.partner_id,),
    )


BELONGING: Final = Belonging(
    kind="promise",
    table=Promise,
    owner=Promise.owner_id,
    is_open=Promise.state == PromiseState.OPEN,
    permission="promises:edit",
    act="promises.hand_over",
    describe=_item,
    topic=TOPIC,
)
