"""Reports as papers: the fact sheet of a partner."""

import hashlib
import json
from typing import Final

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.partners.queries import partner_by_slug
from exchange.reports.factsheet import Copy, paper_of
from exchange.reports.queries import fact_sheet_of, pictures_of
from exchange.reports.views.room import blueprint
from exchange.web.access import actor, public
from exchange.web.downloads import name_file
from exchange.web.transactions import session

_LANGUAGES: Final = {language.value: language for language in Language}
#: How long a sheet may be shown without asking again; staff's copy says more and is asked for.
_PUBLIC: Final = "public, max-age=300"
_STAFF_ALONE: Final = "private, max-age=0, must-revalidate"


@blueprint.get("/partners/<slug>/fact-sheet-<tag>.pdf")
@public
def fact_sheet(slug: str, tag: str) -> Response:
    """Give the fact sheet of a partner in a language as one page to print.

    Staff's copy also says what the public is not told. Whoever has a copy already is told so
    before anything is drawn.
    """
    language = _LANGUAGES.get(tag)
    if language is None:
        raise NotFoundError
    who = actor()
    copy = Copy(language, clock.today(), for_staff=who is not None and who.may("claims:read"))
    sheet = fact_sheet_of(session(), partner_by_slug(session(), slug), today=copy.issued)
    data = paper_of(sheet, pictures_of(session(), sheet), copy)
    name = sheet.profile.names.in_language(language)
    title = translate(message("reports.sheet.paper_title", name=name), language)
    answer = Response(mimetype="application/pdf")
    answer.set_etag(_digest(data, language))
    answer.headers["Cache-Control"] = _STAFF_ALONE if copy.for_staff else _PUBLIC
    answer.headers["Vary"] = "Cookie"
    name_file(answer, "inline", f"{slug}-{tag}.pdf", f"{title} {copy.issued}.pdf")
    answer.make_conditional(request)
    if answer.status_code != 304:
        answer.data = render_paper(
            "fact_sheet",
            data,
            title=title,
            language=language,
            contains_demo=sheet.contains_demo,
        )
    return answer


def _digest(data: object, language: str) -> str:
    """Return a digest of what the paper prints."""
    written = json.dumps(data, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{language}\n{written}".encode()).hexdigest()
