"""What reports show on the pages of partners: the fact sheet."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.partners.queries import partner_by_id
from exchange.reports.queries import fact_sheet_of


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's fact sheet, to everyone alike."""
    if subject.kind != "partner":
        return []
    partner = partner_by_id(session, subject.id)
    staff = actor is not None and actor.may("claims:read")
    return [
        Panel(
            id="fact-sheet",
            title=message("reports.sheet.title"),
            template="reports/_sheet_panel.html",
            context={
                "sheet": fact_sheet_of(session, partner, today=clock.today()),
                "staff": staff,
            },
            order=5,
        )
    ]
