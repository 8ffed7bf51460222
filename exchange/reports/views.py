"""Reports as papers: the fact sheet of a partner."""

import hashlib
import json
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.partners.queries import partner_by_slug
from exchange.reports.factsheet import paper_of
from exchange.reports.queries import fact_sheet_of, pictures_of
from exchange.web.access import public
from exchange.web.transactions import session

blueprint = Blueprint("reports", __name__)

_LANGUAGES: Final = {language.value: language for language in Language}
#: Seconds for which a sheet may be shown without asking again.
_KEPT: Final = 300


@blueprint.get("/partners/<slug>/fact-sheet-<tag>.pdf")
@public
def fact_sheet(slug: str, tag: str) -> Response:
    """Give the fact sheet of a partner in a language as one page to print.

    Whoever has it already is told so before anything is drawn.
    """
    language = _LANGUAGES.get(tag)
    if language is None:
        raise NotFoundError
    sheet = fact_sheet_of(session(), partner_by_slug(session(), slug), today=clock.today())
    data = paper_of(sheet, pictures_of(session(), sheet))
    name = sheet.profile.names.in_language(language)
    title = translate(message("reports.sheet.paper_title", name=name), language)
    answer = Response(mimetype="application/pdf")
    answer.set_etag(_digest(data, language))
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT}"
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-{tag}.pdf"'
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
