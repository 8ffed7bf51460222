"""What is written for the occasions of a visit, as lines that say whether to print it anew."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import url_for

from exchange.core.messages import message
from exchange.delegations.enums import Paper
from exchange.papers.enums import Cause
from exchange.papers.models import Ceremony, Speech
from exchange.papers.reprinting import name_of
from exchange.papers.tables import JA
from exchange.papers.views.offers import Look, Offer


def ceremony_offers(look: Look, ceremonies: Mapping[UUID, Ceremony]) -> Mapping[UUID, Offer]:
    """Return the orders of a visit's items, by item; each tells the item's time and place."""
    return {
        item.id: look.offer(
            name_of(Paper.ORDER_OF_EVENTS, found.id),
            message("papers.ceremony.of", item=item.title[JA]),
            url_for("papers.ceremony_paper", key=look.visit.id, item_id=item.id),
            changed={Cause.PARTICULARS: found.updated_at, Cause.PROGRAMME: item.updated_at},
        )
        for item in look.items
        if (found := ceremonies.get(item.id)) is not None
    }


def speech_offers(look: Look, speeches: Iterable[Speech]) -> Mapping[UUID, Offer]:
    """Return the speeches of a visit by their keys."""
    return {
        speech.id: look.offer(
            name_of(Paper.GREETING, speech.id),
            message("papers.speech.said_by", speaker=speech.speaker),
            url_for("papers.speech_paper", key=look.visit.id, speech_id=speech.id),
            changed={Cause.PARTICULARS: speech.updated_at},
        )
        for speech in speeches
    }
