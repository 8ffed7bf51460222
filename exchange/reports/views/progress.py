"""The progress sheet per measure: as a page, as a paper, as a workbook."""

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.core.reading import whole
from exchange.reports.enums import Meeting
from exchange.reports.rules import FIRST_YEAR
from exchange.reports.sheets import Report
from exchange.reports.views.room import blueprint, pdf_answer, xlsx_answer
from exchange.reports.years import Frame, Wanted, progress_sheet
from exchange.strategy.queries import current_strategy
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.addresses import kept_question
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/reports/progress/")
@requires("progress:read")
def progress() -> Response:
    """Show how far each measure is, and what each section still owes."""
    wanted, year = _wanted(), _year()
    strategy = current_strategy(session())
    measures = (
        [each for policy in strategy.policies for each in policy.measures] if strategy else []
    )
    this = FiscalYear.of(clock.today())
    return render(
        "reports/progress.html",
        report=_report(languages.current()),
        year=year,
        years=[FiscalYear(start) for start in range(this.start, FIRST_YEAR - 1, -1)],
        wanted=wanted,
        meetings=list(Meeting),
        measures=measures,
        asked={**kept_question(("meeting", "measure")), "year": [str(year.start)]},
    )


@blueprint.get("/reports/progress/sheet.pdf")
@requires("progress:read")
def progress_paper() -> Response:
    """Print it in Japanese, for the meeting."""
    report = _report(Language.JA)
    return pdf_answer(report, "report", f"progress-FY{_year().start}", Language.JA)


@blueprint.get("/reports/progress/sheet.xlsx")
@requires("progress:read")
def progress_workbook() -> Response:
    """Give its tables as a workbook."""
    return xlsx_answer(_report(Language.JA), f"progress-FY{_year().start}", Language.JA)


def _report(language: str) -> Report:
    return progress_sheet(session(), Frame(_year(), language, clock.today()), _wanted())


def _wanted() -> Wanted:
    """Read what the address asks for; a section officer gets the own section's rows."""
    who = signed_in()
    asked = request.args.get("meeting") or Meeting.COUNCIL.value
    found = {each.value: each for each in Meeting}.get(asked)
    if found is None:
        raise BadRequestError(message("reports.error.meeting"))
    measures = frozenset(request.args.getlist("measure"))
    section = (who.section or "") if who.role is Role.SECTION else None
    return Wanted(found, measures, section)


def _year() -> FiscalYear:
    """Read the fiscal year in the address; this one without."""
    this = FiscalYear.of(clock.today())
    text = request.args.get("year", "")
    if not text:
        return this
    year = whole(text)
    if year is None or not FIRST_YEAR <= year <= this.start:
        raise BadRequestError(message("reports.error.fiscal_year", first=FiscalYear(FIRST_YEAR)))
    return FiscalYear(year)
