"""The editions shown on a partner's page: dates and counts."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.youth.queries.overview import edition_rows, public_edition
from exchange.youth.queries.programmes import editions_of_partner

_SHOWN: Final = 10


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's newest editions; announced ones to the public."""
    if subject.kind != "partner":
        return []
    editions = editions_of_partner(session, subject.id, actor, limit=_SHOWN)
    rows = edition_rows(session, editions, clock.today())
    return [
        Panel(
            id="youth",
            title=message("youth.panel.title"),
            template="youth/_partner_panel.html",
            context={"editions": [public_edition(row) for row in rows]},
            order=40,
        )
    ]
