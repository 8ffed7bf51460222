"""The search page."""

from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import note_once
from exchange.core.offers import Subject
from exchange.core.text import clean_line, fold
from exchange.search.rules import grouped
from exchange.web.access import requires, signed_in
from exchange.web.offers import offers
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("search", __name__, url_prefix="/search")

_LONGEST: Final = 100


@blueprint.get("/")
@requires("search:read")
def index() -> Response:
    """Show what every room finds for `q`; each room's query keeps to what the person may see."""
    text = clean_line(request.args.get("q", ""))[:_LONGEST]
    folded, who = fold(text), signed_in()
    sources = offers().hits if folded else ()
    groups = grouped(hit for source in sources for hit in source(session(), folded, who))
    if groups:
        note_once(who, Subject("user", who.known_id), Purpose.FINDING)
    return render("search/index.html", text=text, asked=bool(folded), groups=groups)
