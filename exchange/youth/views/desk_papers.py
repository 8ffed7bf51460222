"""The school's papers of an edition: the receipt of what it handed in, and recommendations."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.web.access import requires, signed_in
from exchange.web.downloads import LateFile, name_file
from exchange.web.pages import render
from exchange.web.transactions import aside_repeated, session
from exchange.youth.desk_papers import receipt_paper, recommendations_paper
from exchange.youth.forms.recommending import RecommendationForm, recommendation_form
from exchange.youth.models import Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.missing import missing_for
from exchange.youth.queries.programmes import announced_edition
from exchange.youth.queries.schools import school_by_id
from exchange.youth.services.desk_papers import (
    DeskPapers,
    Submission,
    desk_papers,
    note_receipt,
    recommend,
)
from exchange.youth.views.desk import blueprint, own_school_id

#: By the paper, as its template and its file are called.
_TITLES: Final = {
    "receipt": message("youth.receipt.title"),
    "recommendations": message("youth.recommendation.title"),
}


@blueprint.get("/editions/<uuid:key>/papers")
@requires("desk:read")
@shows(Purpose.PREPARATION, "edition")
def papers(key: UUID) -> Response:
    """Show what the school may print of an edition."""
    found = _papers(key)
    return _page(key, found, recommendation_form(found.recommendable))


@blueprint.get("/editions/<uuid:key>/receipt.pdf")
@requires("desk:read")
def receipt(key: UUID) -> Response:
    """Print the receipt of all the school has handed in, or of the one pupil it is asked for."""
    handed_in, wanted = _papers(key).submissions, request.args.get("pupil", type=UUID)
    if "pupil" in request.args:
        handed_in = [each for each in handed_in if each.registration.id == wanted]
    if not handed_in:
        raise NotFoundError
    who, make = signed_in(), _receipt(key, handed_in)
    count = len(handed_in)
    aside_repeated(lambda short: note_receipt(short, actor=who, edition_id=key, pupils=count))
    return _pdf("receipt", make)


@blueprint.post("/editions/<uuid:key>/recommendations")
@requires("desk:read")
def recommendations(key: UUID) -> Response:
    """Print the head's recommendations of the chosen pupils, one a page, to be signed."""
    edition, found = announced_edition(session(), key), _papers(key)
    form = recommendation_form(found.recommendable)
    if not form.validate():
        return _page(key, found, form, status=422)
    try:
        chosen = recommend(
            session(), actor=signed_in(), edition_id=edition.id, reasons=form.reasons
        )
    except DomainError as error:
        form.show(error)
        return _page(key, found, form, status=error.status)
    sealed = bool(form.sealed.data)
    data = recommendations_paper(edition, chosen, today=clock.today(), sealed=sealed)
    return _pdf("recommendations", _printed("recommendations", data, [row for row, _ in chosen]))


def _papers(key: UUID) -> DeskPapers:
    own_school_id()
    announced_edition(session(), key)
    return desk_papers(session(), actor=signed_in(), edition_id=key)


def _receipt(key: UUID, handed_in: Sequence[Submission]) -> Callable[[], bytes]:
    rows = [each.registration for each in handed_in]
    today = clock.today()
    data = receipt_paper(
        announced_edition(session(), key),
        school_by_id(session(), own_school_id()),
        handed_in,
        consents=consents_of(session(), [row.id for row in rows]),
        missing=missing_for(session(), rows, today),
        today=today,
    )
    return _printed("receipt", data, rows)


def _printed(
    kind: str, data: Mapping[str, object], rows: Sequence[Registration]
) -> Callable[[], bytes]:
    return partial(
        render_paper,
        kind,
        data,
        title=_title(kind),
        language=Language.JA,
        contains_demo=any(row.is_demo or row.pupil.is_demo for row in rows),
    )


def _pdf(kind: str, make: Callable[[], bytes]) -> Response:
    answer = LateFile(make, content_type="application/pdf")
    name_file(answer, "attachment", f"{kind}.pdf", f"{_title(kind)}.pdf")
    return answer


def _title(kind: str) -> str:
    return translate(_TITLES[kind], Language.JA)


def _page(key: UUID, found: DeskPapers, form: RecommendationForm, *, status: int = 200) -> Response:
    return render(
        "desk/papers.html",
        status=status,
        edition=announced_edition(session(), key),
        papers=found,
        form=form,
    )
