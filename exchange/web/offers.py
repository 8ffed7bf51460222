"""What rooms offer to each other's pages, as app.py lists it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from exchange.core.entries import Audience, EntrySource
from exchange.core.offers import HitSource, Panel, PanelSource, Subject
from exchange.web.access import actor
from exchange.web.transactions import session


@dataclass(frozen=True, slots=True)
class Offers:
    """The three lists of app.py."""

    entries: tuple[EntrySource, ...]
    panels: tuple[PanelSource, ...]
    hits: tuple[HitSource, ...]


def offers() -> Offers:
    """Return what the application's rooms offer."""
    found: Offers = current_app.extensions["offers"]
    return found


def panels_for(subject: Subject) -> Sequence[Panel]:
    """Return the panels higher rooms show on a subject's page, in order, for who asks."""
    who = actor()
    staff = who is not None and who.school_id is None
    found = (
        panel
        for source in offers().panels
        for panel in source(session(), subject=subject, actor=who)
        if staff or panel.audience is Audience.PUBLIC
    )
    return sorted(found, key=lambda panel: (panel.order, panel.id))
