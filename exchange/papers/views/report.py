"""復命書 of a visit that has begun."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.rules import has_outcome
from exchange.papers.queries import told_of
from exchange.papers.report import report_data, report_heading, unwritten
from exchange.papers.tables import JA
from exchange.papers.views.offers import Look, Offer
from exchange.papers.views.room import Sheet, blueprint, sheet_answer
from exchange.papers.words import listed
from exchange.web.access import requires
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/report.pdf")
@requires("members:read")
def visit_report(key: UUID) -> Response:
    """Print what was done on a visit and what came of it."""
    told = told_of(session(), key)
    visit = told.visit
    said = message("papers.roster.title", visit=visit.title[JA], list=report_heading(visit))
    sheet = Sheet(
        "visit_report",
        report_data(told),
        translate(said, JA),
        len(told.members),
        told.contains_demo,
        message("papers.approval.version", number=visit.version),
    )
    return sheet_answer(sheet, key, Paper.REPORT.value)


def report_offers(look: Look) -> Sequence[Offer]:
    """Return the line of the report once a visit has begun, with what it leaves blank."""
    visit = look.visit
    if not has_outcome(visit.state):
        return ()
    blank = unwritten(told_of(session(), visit.id))
    fields = [message("papers.missing.fields", fields=listed(blank))] if blank else []
    path = url_for("papers.visit_report", key=visit.id)
    missing = [*look.nobody(), *fields]
    return [look.offer(Paper.REPORT.value, report_heading(visit), path, missing=missing)]
