"""The papers themselves: the programme and the lists of members, as PDF and as workbook."""

from typing import Final
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError, GoneError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.orders import members_at, order_by_id, orders_of
from exchange.delegations.queries.purging import needs_purged_on
from exchange.delegations.rules import NEEDS_KEPT
from exchange.papers.briefing import briefing_paper
from exchange.papers.cards import CARDS, cards_data
from exchange.papers.enums import Side
from exchange.papers.programme import programme_paper
from exchange.papers.queries import before_of, listed_members
from exchange.papers.roster import roster_paper, second_language
from exchange.papers.rules import ROSTERS, is_gone
from exchange.papers.seating import seating_paper
from exchange.papers.services import Choice, find_programme
from exchange.papers.tables import JA, TablePaper
from exchange.papers.views.room import (
    Sheet,
    asked_language,
    blueprint,
    pdf_answer,
    sheet_answer,
    xlsx_answer,
)
from exchange.papers.words import PROGRAMME, ROSTER
from exchange.web.access import requires
from exchange.web.transactions import session

_SIDES: Final = {each.value: each for each in Side}
_CARDS: Final = {each.value: each for each in CARDS}
_LISTS: Final = {each.value: each for each in ROSTERS}


@blueprint.get("/<uuid:key>/programme.pdf")
@requires("members:read")
def programme(key: UUID) -> Response:
    """Print the programme: ours or the partner's, of all, a track or a person."""
    side, paper = _programme(key)
    return pdf_answer(paper, key, f"programme_{side.value}")


@blueprint.get("/<uuid:key>/programme.xlsx")
@requires("members:read")
def programme_workbook(key: UUID) -> Response:
    """Give the same programme as a workbook."""
    side, paper = _programme(key)
    return xlsx_answer(paper, key, f"programme_{side.value}", PROGRAMME[JA])


@blueprint.get("/<uuid:key>/roster.pdf")
@requires("members:read")
def roster(key: UUID) -> Response:
    """Print a list of the members, with the columns of its kind alone."""
    kind, paper = _roster(key)
    return pdf_answer(paper, key, kind.value)


@blueprint.get("/<uuid:key>/roster.xlsx")
@requires("members:read")
def roster_workbook(key: UUID) -> Response:
    """Give the same list as a workbook."""
    kind, paper = _roster(key)
    return xlsx_answer(paper, key, kind.value, ROSTER[JA])


@blueprint.get("/<uuid:key>/cards.pdf")
@requires("members:read")
def cards(key: UUID) -> Response:
    """Print name plates to fold or badges to cut out, several on a page."""
    kind = _CARDS.get(request.args.get("list", Paper.BADGES.value))
    if kind is None:
        raise BadRequestError(message("papers.error.choice"))
    visit, members = visit_by_id(session(), key), listed_members(session(), key)
    language = asked_language(second_language(visit))
    said = message("papers.roster.title", visit=visit.title[JA], list=label(kind))
    sheet = Sheet(
        "visit_cards",
        cards_data(visit, members, kind, language=language),
        translate(said, JA),
        len(members),
        visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
    )
    return sheet_answer(sheet, key, kind.value)


@blueprint.get("/<uuid:key>/seating.pdf")
@requires("members:read")
def seating(key: UUID) -> Response:
    """Print the seats by the order of the visit, or by that of one event."""
    visit, members, event = visit_by_id(session(), key), listed_members(session(), key), ""
    if asked := request.args.get("order", ""):
        found = {str(each.id): each.id for each in orders_of(session(), key)}
        if asked not in found:
            raise BadRequestError(message("papers.error.choice"))
        order = order_by_id(session(), key, found[asked])
        members, event = members_at(order, members), order.name
    language = asked_language(second_language(visit))
    paper = seating_paper(visit, members, event=event, language=language, today=clock.today())
    return pdf_answer(paper, key, Paper.SEATING.value)


@blueprint.get("/<uuid:key>/briefing.pdf")
@requires("members:read")
def briefing(key: UUID) -> Response:
    """Print the briefing: who comes, what was before, what is still open."""
    visit, members = visit_by_id(session(), key), listed_members(session(), key)
    before = before_of(session(), visit, members)
    paper = briefing_paper(visit, members, before, today=clock.today())
    return pdf_answer(paper, key, Paper.BRIEFING.value)


def _programme(key: UUID) -> tuple[Side, TablePaper]:
    arguments = request.args
    side = _SIDES.get(arguments.get("side", Side.OWN.value))
    if side is None:
        raise BadRequestError(message("papers.error.choice"))
    choice = Choice(*(arguments.get(name, "") for name in ("track", "person", "since")))
    found = find_programme(session(), key, choice)
    language = asked_language(second_language(found.visit))
    return side, programme_paper(found, side, language=language, today=clock.today())


def _roster(key: UUID) -> tuple[Paper, TablePaper]:
    kind = _LISTS.get(request.args.get("list", Paper.ROSTER.value))
    if kind is None:
        raise BadRequestError(message("papers.error.choice"))
    visit = visit_by_id(session(), key)
    usual = second_language(visit) if kind is Paper.PARTNER_ROSTER else JA
    language = asked_language(usual)
    members, today = listed_members(session(), key), clock.today()
    purged_on = needs_purged_on(session(), visit, members, today)
    if is_gone(kind, purged=purged_on is not None):
        raise GoneError(message("papers.purged", day=purged_on, days=NEEDS_KEPT.days))
    return kind, roster_paper(
        visit, members, kind, language=language, today=today, purged_on=purged_on
    )
