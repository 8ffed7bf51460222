"""Speeches: written beside the last one of such an occasion, printed large or as points."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import BadRequestError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.papers.enums import Occasion, SpeechLayout
from exchange.papers.forms import SpeechForm, drawn, speech_form, started_from
from exchange.papers.models import Speech
from exchange.papers.occasions import speech_data
from exchange.papers.queries import last_speech, speech_by_id
from exchange.papers.reprinting import name_of
from exchange.papers.roster import second_language
from exchange.papers.services import add_speech, end_speech, revise_speech
from exchange.papers.tables import JA
from exchange.papers.views.room import (
    Sheet,
    asked_language,
    asked_occasion,
    blueprint,
    sheet_answer,
)
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_LAYOUTS: Final = {each.value: each for each in SpeechLayout}


@blueprint.get("/<uuid:key>/speeches/new")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def new_speech(key: UUID) -> Response:
    """Show the form of a speech; with `copy` it begins with the words of the last one."""
    occasion = asked_occasion()
    known: dict[str, object] = {
        "occasion": occasion.value,
        "item_id": request.args.get("item", ""),
    }
    last = last_speech(session(), visit_by_id(session(), key), occasion)
    if "copy" in request.args and last is not None:
        known |= started_from(last)
    return _page(key, SpeechForm(data=known))


@blueprint.post("/<uuid:key>/speeches/new")
@requires("visits:edit")
def create_speech(key: UUID) -> Response:
    """Write a speech."""
    form = SpeechForm().offer(items_of(session(), key))
    status = refused(
        form,
        lambda: add_speech(
            session(), actor=signed_in(), visit_id=key, plan=form.plan(), key=form.row_key
        ),
    )
    return _page(key, form, status=status) if status else _saved(key)


@blueprint.get("/<uuid:key>/speeches/<uuid:speech_id>/edit")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def edit_speech(key: UUID, speech_id: UUID) -> Response:
    """Show the form of a speech."""
    speech = speech_by_id(session(), key, speech_id)
    return _page(key, speech_form(speech), speech)


@blueprint.post("/<uuid:key>/speeches/<uuid:speech_id>/edit")
@requires("visits:edit")
def change_speech(key: UUID, speech_id: UUID) -> Response:
    """Put a speech right."""
    form = SpeechForm().offer(items_of(session(), key))
    status = refused(
        form,
        lambda: revise_speech(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=speech_id,
            version=form.row_version,
            plan=form.plan(),
        ),
    )
    if status:
        return _page(key, form, speech_by_id(session(), key, speech_id), status=status)
    return _saved(key)


@blueprint.post("/<uuid:key>/speeches/<uuid:speech_id>/end")
@requires("visits:edit")
def remove_speech(key: UUID, speech_id: UUID) -> Response:
    """Take a speech off the papers of a visit."""
    version = ActionForm.checked().row_version
    end_speech(session(), actor=signed_in(), visit_id=key, key=speech_id, version=version)
    return _saved(key)


@blueprint.get("/<uuid:key>/speeches/<uuid:speech_id>.pdf")
@requires("members:read")
def speech_paper(key: UUID, speech_id: UUID) -> Response:
    """Print a speech, large to be read out or as points to speak from."""
    layout = _LAYOUTS.get(request.args.get("layout", SpeechLayout.READ.value))
    if layout is None:
        raise BadRequestError(message("papers.error.choice"))
    visit, speech = visit_by_id(session(), key), speech_by_id(session(), key, speech_id)
    language = asked_language(second_language(visit))
    title = message("papers.roster.title", visit=visit.title[JA], list=label(layout))
    sheet = Sheet(
        "visit_speech",
        speech_data(visit, speech, layout, language=language),
        translate(title, JA),
        1,
        visit.is_demo or speech.is_demo,
        message("papers.stamp.version", number=speech.version),
    )
    return sheet_answer(sheet, key, name_of(Paper.GREETING, speech.id))


def _page(
    key: UUID, form: SpeechForm, speech: Speech | None = None, *, status: int = 200
) -> Response:
    visit = visit_by_id(session(), key)
    form.offer(items_of(session(), key))
    asked = {each.value: each for each in Occasion}.get(str(form.occasion.data))
    tags = [second_language(visit)]
    return render(
        "papers/speech_form.html",
        status=status,
        visit=visit,
        speech=speech,
        form=form,
        texts=drawn(form, "text", tags),
        points=drawn(form, "points", tags),
        last=last_speech(session(), visit, asked) if asked else None,
        occasions=list(Occasion),
        asked=asked,
        item=request.args.get("item", ""),
        own_names=OWN_NAMES,
    )


def _saved(key: UUID) -> Response:
    flash(message("papers.flash.saved"))
    return redirect(url_for("papers.index", key=key, _anchor="occasions"))
