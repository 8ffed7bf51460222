"""Promises on the pages of visits and partners, and the way to their list."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.partners.models import Partner
from exchange.promises.queries import open_promises, promises_of_visit
from exchange.promises.rules import awaits_record, is_overdue


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the promises of a visit and its partners, or of a partner, for who may read them."""
    if actor is None or not actor.may("promises:read"):
        return ()
    may_edit = actor.may("promises:edit")
    if subject.kind == "visits":
        return [_panel("promises/_visits_panel.html")]
    if subject.kind == "visit":
        return [_of_visit(session, subject.id, may_edit=may_edit)]
    if subject.kind == "partner":
        slug = session.get_one(Partner, subject.id).slug  # the page has loaded it
        found = open_promises(session, [subject.id])
        return [_panel("promises/_panel.html", open=found, slug=slug, may_edit=may_edit)]
    return ()


def _of_visit(session: Session, key: UUID, *, may_edit: bool) -> Panel:
    """What was promised in the visit, and what earlier ones left open."""
    visit = session.get_one(Visit, key)  # the page has loaded it
    partners = [partner.id for partner in visit.partners]
    given, earlier = promises_of_visit(session, key, partners)
    return _panel(
        "promises/_visit_panel.html",
        given=given,
        open=earlier,
        visit=visit,
        awaits=awaits_record(visit.ends, len(given), clock.today()),
        may_edit=may_edit,
    )


def _panel(template: str, **context: object) -> Panel:
    return Panel(
        id="promises",
        title=message("promises.panel.title"),
        template=template,
        context={"is_overdue": partial(is_overdue, today=clock.today()), **context},
        audience=Audience.STAFF,
        order=62,
    )
