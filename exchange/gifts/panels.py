"""Gifts on the pages of visits, partners and people, for those who may read them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.gifts.models import Gift
from exchange.gifts.queries import gifts_of_partner, gifts_of_person, gifts_of_visit
from exchange.partners.models import Partner


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the gifts of a visit, a partner or, for those who may read names, a person.

    Below the list of visits stands the way to the register.
    """
    if actor is None or not actor.may("gifts:read"):
        return ()
    named = actor.may("members:read")
    if subject.kind == "visits":
        return [_rooms()]
    if subject.kind == "visit":
        return [_panel(gifts_of_visit(session, subject.id), actor, visit=subject.id)]
    if subject.kind == "partner":
        slug = session.get_one(Partner, subject.id).slug  # the page has loaded it
        return [_panel(gifts_of_partner(session, subject.id), actor, partner=slug)]
    if subject.kind == "person" and named:
        return [_panel(gifts_of_person(session, subject.id), actor)]
    return ()


def _rooms() -> Panel:
    """The way to the register from the list of visits."""
    return Panel(
        id="gifts",
        title=message("gifts.panel.title"),
        template="gifts/_visits_panel.html",
        audience=Audience.STAFF,
        order=64,
    )


def _panel(gifts: Sequence[Gift], actor: Actor, **place: object) -> Panel:
    return Panel(
        id="gifts",
        title=message("gifts.panel.title"),
        template="gifts/_panel.html",
        context={
            "gifts": gifts,
            # What the address of a new gift names: a visit, a partner, or neither.
            "place": place,
            "named": actor.may("members:read"),
            "may_edit": actor.may("gifts:edit") and bool(place),
        },
        audience=Audience.STAFF,
        order=64,
    )
