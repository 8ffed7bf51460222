"""Name somebody for an item who is no member: find them, or register them."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.forms.acts import NewPersonForm
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.services.naming import name_person
from exchange.itineraries.views.room import blueprint
from exchange.people.forms import typed_name
from exchange.people.queries import people_matching
from exchange.people.services import add_person
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/items/<uuid:item_id>/people")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def find_person(key: UUID, item_id: UUID) -> Response:
    """Look for somebody by `q`, and show the form for somebody not known yet."""
    version = item_by_id(session(), key, item_id).version
    return _page(key, item_id, NewPersonForm(formdata=None, data={"version": version}))


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/people")
@requires("visits:edit")
def register_person(key: UUID, item_id: UUID) -> Response:
    """Register somebody and name them for the item."""
    form = NewPersonForm()

    def save() -> None:
        person = add_person(
            session(),
            actor=signed_in(),
            name=typed_name(form),
            affiliation=form.affiliation.data or "",
            key=form.row_key,
        )
        name_person(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=item_id,
            version=form.row_version,
            person_id=person.id,
        )

    if status := refused(form, save):
        return _page(key, item_id, form, status=status)
    return _named(key, item_id)


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/people/<uuid:person_id>")
@requires("visits:edit")
def name_known(key: UUID, item_id: UUID, person_id: UUID) -> Response:
    """Name somebody who is known."""
    form = ActionForm.checked()
    try:
        name_person(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=item_id,
            version=form.row_version,
            person_id=person_id,
        )
    except DomainError as error:
        again = NewPersonForm(formdata=None)
        again.show(error)
        return _page(key, item_id, again, status=error.status)
    return _named(key, item_id)


def _named(key: UUID, item_id: UUID) -> Response:
    flash(message("itineraries.flash.named"))
    return redirect(url_for("itineraries.edit_item", key=key, item_id=item_id))


def _page(key: UUID, item_id: UUID, form: NewPersonForm, *, status: int = 200) -> Response:
    text = request.args.get("q", "")
    return render(
        "itineraries/people.html",
        status=status,
        visit=visit_by_id(session(), key),
        item=item_by_id(session(), key, item_id),
        form=form,
        text=text,
        found=people_matching(session(), text),
    )
