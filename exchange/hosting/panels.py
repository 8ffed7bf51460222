"""The hosting of an edition on the edition's page: counts, and the way there."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.hosting.queries.overview import counts_of
from exchange.hosting.rules.stays import has_homestays, hosts_here
from exchange.youth.models import Edition


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer an edition's hosting to those who may read of it."""
    if subject.kind != "edition" or actor is None or not actor.may("hosts:read"):
        return []
    edition = session.get_one(Edition, subject.id)  # the page has loaded it, for who may see it
    return [_of_edition(session, edition)] if has_homestays(edition.direction) else []


def _of_edition(session: Session, edition: Edition) -> Panel:
    return Panel(
        id="hosting",
        title=message("hosting.panel.title"),
        template="hosting/_edition_panel.html",
        context={
            "edition_id": edition.id,
            "comes": hosts_here(edition.direction),
            "counts": counts_of(session, edition),
        },
        audience=Audience.STAFF,
        order=60,
    )
