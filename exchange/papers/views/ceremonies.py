"""The order of an item: written beside the usual steps, printed in two languages."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.database import Localized
from exchange.core.errors import NotFoundError
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import item_by_id
from exchange.papers.enums import Occasion
from exchange.papers.forms import CeremonyForm, StepsForm, drawn, steps_as_typed
from exchange.papers.occasions import ceremony_data
from exchange.papers.queries import ceremony_of, usual_steps_of
from exchange.papers.reprinting import name_of
from exchange.papers.roster import second_language
from exchange.papers.services import state_usual_steps, write_ceremony
from exchange.papers.steps import usual_steps
from exchange.papers.tables import JA
from exchange.papers.views.room import (
    Sheet,
    asked_language,
    asked_occasion,
    blueprint,
    occasion_named,
    sheet_answer,
)
from exchange.web.access import requires, signed_in
from exchange.web.fields import spread, typed_text
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/items/<uuid:item_id>/ceremony")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def ceremony(key: UUID, item_id: UUID) -> Response:
    """Show the order of an item to be changed; a new one begins with the usual steps."""
    found = ceremony_of(session(), item_by_id(session(), key, item_id).id)
    if found is not None:
        return _page(key, item_id, CeremonyForm(data=steps_as_typed(found)))
    occasion = asked_occasion()
    steps = _usual(occasion)
    theirs = second_language(visit_by_id(session(), key))
    offered = {tag: text for tag, text in steps.items() if tag in {JA, theirs}}
    data = spread({"steps": Localized(offered), "occasion": occasion.value})
    return _page(key, item_id, CeremonyForm(data=data))


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/ceremony")
@requires("visits:edit")
def keep_ceremony(key: UUID, item_id: UUID) -> Response:
    """Keep the order of an item."""
    form = CeremonyForm()
    status = refused(
        form,
        lambda: write_ceremony(
            session(),
            actor=signed_in(),
            visit_id=key,
            item_id=item_id,
            plan=form.plan(),
            version=form.row_version,
            key=form.row_key,
        ),
    )
    if status:
        return _page(key, item_id, form, status)
    flash(message("papers.flash.saved"))
    return redirect(url_for("papers.index", key=key, _anchor="occasions"))


@blueprint.get("/<uuid:key>/items/<uuid:item_id>/ceremony.pdf")
@requires("members:read")
def ceremony_paper(key: UUID, item_id: UUID) -> Response:
    """Print the order of an item."""
    visit, item = visit_by_id(session(), key), item_by_id(session(), key, item_id)
    found = ceremony_of(session(), item.id)
    if found is None:
        raise NotFoundError
    language = asked_language(second_language(visit))
    data = ceremony_data(visit, item, found, language=language)
    paper = Paper.ORDER_OF_EVENTS
    title = message("papers.roster.title", visit=item.title[JA], list=label(paper))
    sheet = Sheet(
        "visit_ceremony",
        data,
        translate(title, JA),
        len(found.steps[JA].splitlines()),
        visit.is_demo or item.is_demo or found.is_demo,
        message("papers.stamp.version", number=found.version),
    )
    return sheet_answer(sheet, key, name_of(paper, found.id))


@blueprint.get("/ceremonies/<occasion>")
@requires("visits:edit")
def usual(occasion: str) -> Response:
    """Show the steps that are offered for an occasion."""
    kind = occasion_named(occasion)
    found = usual_steps_of(session(), kind)
    data = steps_as_typed(found) if found else spread({"steps": usual_steps(kind)})
    return _usual_page(kind, StepsForm(data=data))


@blueprint.post("/ceremonies/<occasion>")
@requires("visits:edit")
def keep_usual(occasion: str) -> Response:
    """Keep the steps that are offered for an occasion."""
    kind, form = occasion_named(occasion), StepsForm()
    status = refused(
        form,
        lambda: state_usual_steps(
            session(),
            actor=signed_in(),
            occasion=kind,
            steps=typed_text(form, "steps"),
            version=form.row_version,
            key=form.row_key,
        ),
    )
    if status:
        return _usual_page(kind, form, status)
    flash(message("papers.flash.saved"))
    return redirect(url_for("papers.usual", occasion=occasion))


def _page(key: UUID, item_id: UUID, form: CeremonyForm, status: int = 200) -> Response:
    visit, item = visit_by_id(session(), key), item_by_id(session(), key, item_id)
    return render(
        "papers/ceremony_form.html",
        status=status,
        visit=visit,
        item=item,
        form=form,
        texts=drawn(form, "steps", [second_language(visit)]),
        occasions=list(Occasion),
    )


def _usual_page(kind: Occasion, form: StepsForm, status: int = 200) -> Response:
    return render(
        "papers/usual_form.html",
        status=status,
        form=form,
        kind=kind,
        texts=drawn(form, "steps", FEED_LANGUAGES),
        occasions=list(Occasion),
    )


def _usual(occasion: Occasion) -> Localized:
    found = usual_steps_of(session(), occasion)
    return found.steps if found else usual_steps(occasion)
