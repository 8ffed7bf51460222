"""The calendar of a fiscal year to print."""

from typing import Final

from flask import abort, request
from werkzeug.wrappers import Response

from exchange.agreements.queries import bases
from exchange.agreements.rules import anniversaries
from exchange.celebrations.fiscal_calendar import YearContents, paper_data, paper_title
from exchange.celebrations.queries import celebrations_between
from exchange.celebrations.views.page import blueprint
from exchange.closures.queries import all_holidays, avoided_days
from exchange.core.dates import FiscalYear, PartialDate, Precision
from exchange.documents.papers import render_paper
from exchange.partners.queries import all_partners
from exchange.web import languages
from exchange.web.access import actor, public
from exchange.web.downloads import name_file
from exchange.web.transactions import session

#: Years a calendar is printed for.
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2098


@blueprint.get("/years/<year:year>.pdf")
@public
def fiscal_year(year: int) -> Response:
    """Print a fiscal year on two sheets of A4 or one of A3; `staff=1` with what staff see."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    size = "a3" if request.args.get("size") == "a3" else "a4"
    who, language = actor(), languages.current()
    staff = "staff" in request.args
    if staff and (who is None or not who.may("celebrations:read")):
        abort(403)
    contents = _contents(FiscalYear(year), staff=staff)
    title = paper_title(contents, language)
    body = render_paper(
        "fiscal_year",
        paper_data(contents, size=size, language=language),
        title=title,
        language=language,
        contains_demo=contents.contains_demo,
    )
    answer = Response(body, content_type="application/pdf")
    which = f"{size}{'-staff' if staff else ''}.pdf"
    name_file(answer, "inline", f"calendar-FY{year}-{which}", f"{title} {which}")
    return answer


def _contents(year: FiscalYear, *, staff: bool) -> YearContents:
    first, last = year.first_day, year.last_day
    celebrations = celebrations_between(session(), first=first, last=last, published_only=not staff)
    return YearContents(
        year=year,
        partners=[
            partner
            for partner in all_partners(session())
            if partner.ended_on is None or partner.ended_on.latest >= first
        ],
        anniversaries=[
            (basis, found)
            for basis in bases(session(), public_only=not staff)
            for found in anniversaries(
                basis, basis.agreement.claims, first_year=first.year, last_year=last.year
            )
            if _falls_into(found.date, year)
        ],
        celebrations=[each for each in celebrations if staff or not each.is_demo],
        holidays=all_holidays(session()),
        avoided=avoided_days(session(), first, last) if staff else (),
        staff=staff,
    )


def _falls_into(day: PartialDate, year: FiscalYear) -> bool:
    return day.precision is not Precision.YEAR and day in year
