"""The papers themselves: the programme and the lists of members, as PDF and as workbook."""

from typing import Final
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.delegations.enums import Paper
from exchange.delegations.queries import visit_by_id
from exchange.papers.enums import Side
from exchange.papers.programme import programme_paper
from exchange.papers.queries import listed_members
from exchange.papers.roster import roster_paper, second_language
from exchange.papers.rules import ROSTERS
from exchange.papers.services import Choice, find_programme
from exchange.papers.tables import JA, TablePaper
from exchange.papers.views.room import asked_language, blueprint, pdf_answer, xlsx_answer
from exchange.papers.words import PROGRAMME, ROSTER
from exchange.web.access import requires
from exchange.web.transactions import session

_SIDES: Final = {each.value: each for each in Side}
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
    members = listed_members(session(), key)
    return kind, roster_paper(visit, members, kind, language=language, today=clock.today())
