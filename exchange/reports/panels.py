"""What reports show on other rooms' pages: a partner's papers, and the way in for programs."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.partners.models import Partner
from exchange.reports.factsheet import FactSheet, as_of
from exchange.reports.queries import fact_sheet_of


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's fact sheet to everyone alike, its answer sheet to the division."""
    if subject.kind == "open_data":
        return [_for_programs()]
    if subject.kind != "partner":
        return []
    partner = session.get_one(Partner, subject.id)  # the page has loaded it, with its facts
    panels = [_fact_sheet(session, partner, actor)]
    if actor is not None and actor.may("reports:read"):
        panels.append(_answer(partner))
    return panels


def _fact_sheet(session: Session, partner: Partner, actor: Actor | None) -> Panel:
    sheet = fact_sheet_of(session, partner, today=clock.today())
    return Panel(
        id="fact-sheet",
        title=message("reports.sheet.title"),
        template="reports/_sheet_panel.html",
        context={
            "sheet": sheet,
            "as_of": as_of,
            "missing": _missing(sheet),
            "staff": actor is not None and actor.may("claims:read"),
        },
        order=5,
    )


def _for_programs() -> Panel:
    return Panel(
        id="programs",
        title=message("reports.data.title"),
        template="reports/_openapi_panel.html",
        order=90,
    )


def _answer(partner: Partner) -> Panel:
    return Panel(
        id="answer-sheet",
        title=message("reports.answer.panel"),
        template="reports/_answer_panel.html",
        context={"slug": partner.slug},
        audience=Audience.STAFF,
        order=5,
    )


def _missing(sheet: FactSheet) -> str:
    """Name the languages whose readers meet the head's name or title in Japanese."""
    head, there = sheet.head, sheet.profile.native_language
    others = [tag for tag in Language if tag is not Language.JA]
    if head is None:
        return ""
    return " · ".join(OWN_NAMES[tag] for tag in others if head.left_in_ours(tag, there))
