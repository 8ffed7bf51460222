"""The editions on a partner's page and the strategy's, and the one whose journey a visit is."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.strategy.serving import by_place
from exchange.youth.queries.overview import edition_rows, public_edition
from exchange.youth.queries.programmes import edition_of_visit, editions_of_partner
from exchange.youth.queries.serving import editions_serving

_SHOWN: Final = 10


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's newest editions, announced ones to the public; a visit's edition."""
    if subject.kind == "partner":
        return [_of_partner(session, subject.id, actor)]
    if subject.kind == "strategy":
        return _evidence(session, subject.id, actor)
    if subject.kind == "visit" and actor is not None and actor.may("editions:read"):
        return _of_visit(session, subject.id, actor)
    return []


def _of_partner(session: Session, partner_id: UUID, actor: Actor | None) -> Panel:
    editions = editions_of_partner(session, partner_id, actor, limit=_SHOWN)
    rows = edition_rows(session, editions, clock.now())
    return Panel(
        id="youth",
        title=message("youth.panel.title"),
        template="youth/_partner_panel.html",
        context={"editions": [public_edition(row) for row in rows]},
        order=40,
    )


def _evidence(session: Session, strategy_id: UUID, actor: Actor | None) -> Sequence[Panel]:
    """What was done with young people for each measure and leading project."""
    editions = editions_serving(session, strategy_id, actor)
    rows = edition_rows(session, editions, clock.now())
    shown = {row.edition.id: public_edition(row) for row in rows}
    return [
        Panel(
            id=f"editions-{place}",
            title=message("youth.evidence.title"),
            template="youth/_evidence_panel.html",
            context={"place": place, "editions": [shown[each.id] for each in serving]},
        )
        for place, serving in by_place(editions).items()
    ]


def _of_visit(session: Session, visit_id: UUID, actor: Actor) -> Sequence[Panel]:
    """Offer the edition a visit is the journey of; without one, to those who may link it."""
    linked = session.get_one(Visit, visit_id).edition_id  # the page has loaded it
    edition = edition_of_visit(session, actor, visit_id) if linked else None
    may_link = actor.may("visits:edit")
    if edition is None and not may_link:
        return []
    row = edition_rows(session, [edition], clock.now())[0] if edition else None
    return [
        Panel(
            id="youth",
            title=message("youth.journey.title"),
            template="youth/_visit_panel.html",
            context={"row": row, "visit_id": visit_id, "may_link": may_link},
            audience=Audience.STAFF,
            order=60,
        )
    ]
