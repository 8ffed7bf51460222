"""Forms about health and passport, to print for guardians whom no mail reaches."""

from functools import partial
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import LateFile, name_file
from exchange.web.forms import ActionForm
from exchange.web.pages import settings
from exchange.web.transactions import session
from exchange.youth.consent_papers import follow_up_data
from exchange.youth.queries.registrations import registration_for
from exchange.youth.services.follow_up_papers import Wanted, print_follow_up_forms
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.desk import own_school_id
from exchange.youth.views.room import blueprint
from exchange.youth.views.secrets import link_printer


@desk.post("/editions/<uuid:key>/follow-up-forms")
@requires("desk:register")
def follow_up_forms(key: UUID) -> Response:
    """Print the empty forms for guardians of the school's own pupils."""
    return _paper(Wanted(key, own_school_id()))


@blueprint.post("/editions/<uuid:key>/follow-up-forms")
@requires("registrations:decide")
def follow_up_forms_of(key: UUID) -> Response:
    """Print the empty forms for the guardians of one school, or of all."""
    return _paper(Wanted(key, _school()))


@blueprint.post("/registrations/<uuid:key>/follow-up/form")
@requires("registrations:decide")
def follow_up_form(key: UUID) -> Response:
    """Print one guardian's empty form, also where a mail would reach."""
    row = registration_for(session(), signed_in(), key)
    return _paper(Wanted(row.edition_id, registration_id=key))


def _school() -> UUID | None:
    text = request.args.get("school")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequestError(message("youth.error.unknown_state")) from error


def _paper(wanted: Wanted) -> Response:
    ActionForm.checked()
    public, printer = settings().public, link_printer()
    papers = print_follow_up_forms(session(), actor=signed_in(), wanted=wanted, public=public)
    sheets = [
        (paper, printer.address(paper.asked.link) if paper.asked else None) for paper in papers
    ]
    edition, language = papers[0].registration.edition, languages.current()
    title = translate(message("youth.followup.paper.title"), language)
    draw = partial(
        render_paper,
        "follow_up_forms",
        follow_up_data(edition, sheets, language=language),
        title=title,
        language=language,
        contains_demo=edition.is_demo or any(paper.registration.is_demo for paper in papers),
    )
    answer = LateFile(draw, "application/pdf")
    name_file(answer, "attachment", "follow-up-forms.pdf", f"{title}.pdf")
    return answer
