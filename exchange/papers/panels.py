"""What a visit's page shows of its papers: the way to them, and those asked for most."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the way to a visit's papers, for those who may see its members."""
    if subject.kind != "visit" or actor is None or not actor.may("members:read"):
        return ()
    return [
        Panel(
            id="papers",
            title=message("papers.index.title"),
            template="papers/_panel.html",
            context={"visit_id": subject.id},
            audience=Audience.STAFF,
            order=15,
        )
    ]
