"""The council answer sheet of a partner: as a page, as one sheet of paper, as a workbook."""

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.partners.models import Partner
from exchange.partners.queries import partner_by_slug
from exchange.reports.answers import answer_sheet, ensure_period
from exchange.reports.queries import answer_facts, answer_period
from exchange.reports.sheets import Report
from exchange.reports.views.room import blueprint, pdf_answer, xlsx_answer
from exchange.web import languages
from exchange.web.access import requires
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/reports/answers/<slug>/")
@requires("reports:read")
def answer(slug: str) -> Response:
    """Show what the sheet says, each figure with the way to its records."""
    partner = partner_by_slug(session(), slug)
    first, last = _period(partner)
    return render(
        "reports/answer.html",
        partner=partner,
        first=first,
        last=last,
        usual=answer_period(session(), partner, today=clock.today()),
        report=_report(partner, first, last, languages.current(), everything=True),
    )


@blueprint.get("/reports/answers/<slug>/sheet.pdf")
@requires("reports:read")
def answer_paper(slug: str) -> Response:
    """Print the sheet on one page, in Japanese: it is read aloud in the council."""
    partner = partner_by_slug(session(), slug)
    first, last = _period(partner)
    report = _report(partner, first, last, Language.JA, everything=False)
    return pdf_answer(report, "answer_sheet", f"answer-{slug}", Language.JA)


@blueprint.get("/reports/answers/<slug>/sheet.xlsx")
@requires("reports:read")
def answer_workbook(slug: str) -> Response:
    """Give its tables as a workbook."""
    partner = partner_by_slug(session(), slug)
    first, last = _period(partner)
    report = _report(partner, first, last, Language.JA, everything=False)
    return xlsx_answer(report, f"answer-{slug}", Language.JA)


def _report(
    partner: Partner, first: FiscalYear, last: FiscalYear, language: str, *, everything: bool
) -> Report:
    known = answer_facts(session(), partner, first, last, today=clock.today())
    return answer_sheet(known, language, everything=everything)


def _period(partner: Partner) -> tuple[FiscalYear, FiscalYear]:
    """Read the period in the address; since the agreement without one."""
    first, last = answer_period(session(), partner, today=clock.today())
    asked = (_year("from", first.start), _year("to", last.start))
    return ensure_period(*asked, clock.today())


def _year(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadRequestError(message("reports.error.year"))
    return int(text)
