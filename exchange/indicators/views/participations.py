"""What is behind the figures: participations for staff, and why an edition's count or not."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.indicators.queries.participations import (
    Narrowing,
    company_of_edition,
    described,
    entries_page,
    reasons_of_edition,
)
from exchange.indicators.rules import edition_checks
from exchange.indicators.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.pages import render
from exchange.web.transactions import session
from exchange.youth.enums import CountReason, EditionState, SchoolLevel, YouthDirection
from exchange.youth.ledger import closed_years
from exchange.youth.queries.counting import counting_rule
from exchange.youth.queries.programmes import edition_for

Value = TypeVar("Value")
_COUNTED = {"yes": True, "no": False}


@blueprint.get("/indicators/youth-participation/participations/")
@requires("indicators:read")
def participations() -> Response:
    """List the participations the address narrows to; names stay behind the registration."""
    wanted = _narrowing()
    cursor = request.args.get("cursor")
    page = entries_page(session(), signed_in(), wanted, cursor=cursor)
    return render(
        "indicators/participations.html",
        page=page,
        entries=described(session(), page.rows),
        year=FiscalYear(wanted.fiscal_year) if wanted.fiscal_year else None,
        asked={name: text for name, text in request.args.items() if name in _NAMES},
        directions=list(YouthDirection),
        levels=list(SchoolLevel),
        closed=[each.fiscal_year for each in closed_years(session())],
    )


@blueprint.get("/indicators/youth-participation/editions/<uuid:key>/")
@requires("indicators:read")
def edition_counts(key: UUID) -> Response:
    """Say whether an edition's participations count, with each exclusion and its reason."""
    edition = edition_for(session(), signed_in(), key)
    rule = counting_rule(session(), edition.fiscal_year)
    found = Counter(reasons_of_edition(session(), edition))
    found.update(company_of_edition(session(), edition))
    return render(
        "indicators/edition_counts.html",
        edition=edition,
        rule=rule,
        checks=edition_checks(edition, rule),
        numbers=[(reason, found[reason]) for reason in CountReason],
        closed=edition.state is EditionState.CLOSED,
    )


_NAMES = ("year", "programme", "partner", "direction", "level", "counted")


def _narrowing() -> Narrowing:
    """Read the address; raises BadRequestError for a value nothing has."""
    return Narrowing(
        fiscal_year=_read("year", lambda text: FiscalYear(int(text)).start),
        programme_id=_read("programme", UUID),
        partner=request.args.get("partner") or None,
        direction=_read("direction", YouthDirection),
        level=_read("level", SchoolLevel),
        counted=_read("counted", _COUNTED.__getitem__),
    )


def _read(name: str, convert: Callable[[str], Value]) -> Value | None:
    text = request.args.get(name, "")
    try:
        return convert(text) if text else None
    except (ValueError, KeyError, OverflowError) as error:
        raise BadRequestError(message("indicators.entries.error")) from error
