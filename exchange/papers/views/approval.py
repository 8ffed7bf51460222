"""起案用紙 of a visit."""

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from exchange.budgets.queries import lines_of
from exchange.celebrations.queries import celebrations_of_visit
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.queries.wholes import tied_visit
from exchange.papers.approval import Proposal, approval_data
from exchange.papers.queries import listed_members
from exchange.papers.tables import JA
from exchange.papers.views.offers import Look, Offer
from exchange.papers.views.room import Sheet, blueprint, sheet_answer
from exchange.web.access import requires
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/approval.pdf")
@requires("members:read")
def approval_sheet(key: UUID) -> Response:
    """Print the sheet on which a visit is decided."""
    visit, members = tied_visit(session(), key), listed_members(session(), key)
    lines = lines_of(session(), key)
    proposal = Proposal(visit, members, lines, celebrations_of_visit(session(), key))
    said = message("papers.roster.title", visit=visit.title[JA], list=label(Paper.APPROVAL_SHEET))
    sheet = Sheet(
        "approval_sheet",
        approval_data(proposal),
        translate(said, JA),
        len(members),
        visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
        message("papers.approval.version", number=visit.version),
    )
    return sheet_answer(sheet, key, Paper.APPROVAL_SHEET.value)


def approval_offer(look: Look) -> Offer:
    """Return the line of the sheet, with what it will leave to be written by hand."""
    visit, kind = look.visit, Paper.APPROVAL_SHEET
    blank = not (visit.document_number and visit.drafted_on and visit.approval_class)
    missing = [*look.nobody(), *([message("papers.missing.approval")] if blank else [])]
    path = url_for("papers.approval_sheet", key=visit.id)
    return look.offer(kind.value, label(kind), path, missing=missing)
