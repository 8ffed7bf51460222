"""The list of people, a person, and its correction."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.people.forms import PersonForm, person_form, typed_name
from exchange.people.queries import people_page, person_by_id
from exchange.people.services import correct_person
from exchange.web.access import requires, signed_in
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("/")
@requires("members:read")
@shows(Purpose.FINDING)
def index() -> Response:
    """List people, all or those whose name matches `q`."""
    text = request.args.get("q", "")
    page = people_page(session(), text=text, cursor=request.args.get("cursor"))
    return render("people/index.html", page=page, text=text)


@blueprint.get("/<uuid:key>/")
@requires("members:read")
@shows(Purpose.CONTACT, "person")
def show(key: UUID) -> Response:
    """Show a person and what other rooms know of them."""
    person = person_by_id(session(), key)
    panels = panels_for(Subject("person", person.id))
    return render("people/show.html", person=person, panels=panels)


@blueprint.get("/<uuid:key>/edit")
@requires("visits:edit")
@shows(Purpose.CONTACT, "person")
def edit(key: UUID) -> Response:
    """Show the form to correct a person."""
    person = person_by_id(session(), key)
    return render("people/edit.html", person=person, form=person_form(person))


@blueprint.post("/<uuid:key>/edit")
@requires("visits:edit")
def correct(key: UUID) -> Response:
    """Correct a person."""
    form = PersonForm()
    if not form.validate():
        return render(
            "people/edit.html", status=422, person=person_by_id(session(), key), form=form
        )
    try:
        person = correct_person(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            name=typed_name(form),
            affiliation=form.affiliation.data or "",
            manners=form.manners(),
        )
    except DomainError as error:
        form.show(error)
        person = person_by_id(session(), key)
        return render("people/edit.html", status=error.status, person=person, form=form)
    flash(message("people.flash.corrected"))
    return redirect(url_for("people.show", key=person.id))
