"""Letters on the pages of visits and partners, and the way to the log."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.letters.models import LanguageRequest
from exchange.letters.queries import letters_of_partner, letters_of_visit
from exchange.letters.rules import is_late, is_overdue
from exchange.letters.services.requests import requests_of_letter, requests_of_visit
from exchange.partners.models import Partner


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the letters of a visit or the last ones of a partner, for who may read them."""
    if actor is None or not actor.may("letters:read"):
        return ()
    may_edit = actor.may("letters:edit")
    if subject.kind == "visits":
        return [_panel("letters/_visits_panel.html")]
    if subject.kind == "letter":
        return [
            _asked(
                requests_of_letter(session, subject.id), {"letter": subject.id}, may_edit=may_edit
            )
        ]
    if subject.kind == "visit":
        asked = [
            _asked(requests_of_visit(session, subject.id), {"visit": subject.id}, may_edit=may_edit)
        ]
        found = letters_of_visit(session, subject.id)
        place: dict[str, object] = {"visit": subject.id}
    elif subject.kind == "partner":
        asked = []
        found = letters_of_partner(session, subject.id)
        place = {"partner": session.get_one(Partner, subject.id).slug}  # the page has loaded it
    else:
        return ()
    listed = _panel("letters/_panel.html", letters=found, place=place, may_edit=may_edit)
    return [listed, *asked]


def _asked(
    requests: Sequence[LanguageRequest], place: Mapping[str, UUID], *, may_edit: bool
) -> Panel:
    return Panel(
        id="language-requests",
        title=message("letters.requests.title"),
        template="letters/_requests_panel.html",
        context={
            "requests": requests,
            "place": place,
            "may_edit": may_edit,
            "own_names": OWN_NAMES,
            "today": clock.today(),
            "is_late": is_late,
        },
        audience=Audience.STAFF,
        order=63,
    )


def _panel(template: str, **context: object) -> Panel:
    return Panel(
        id="letters",
        title=message("letters.panel.title"),
        template=template,
        context={"is_overdue": partial(is_overdue, today=clock.today()), **context},
        audience=Audience.STAFF,
        order=63,
    )
