"""The programme of a visit: add, correct and take off its items."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries import partner_choices, visit_by_id
from exchange.delegations.views.page import refused
from exchange.itineraries.clocks import cities_of
from exchange.itineraries.forms.items import ItemForm, item_form, new_item_form
from exchange.itineraries.queries import item_by_id, people_for
from exchange.itineraries.services.items import add_item, correct_item, end_item
from exchange.itineraries.views.room import blueprint, own_zone, to_itinerary
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/items/new")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def new_item(key: UUID) -> Response:
    """Show the form of a new item, at the clocks of where the visit is."""
    visit = visit_by_id(session(), key)
    form = _offering(visit, new_item_form(visit, zone=own_zone(visit)))
    return render("itineraries/new_item.html", visit=visit, form=form)


@blueprint.post("/<uuid:key>/items/new")
@requires("visits:edit")
def create_item(key: UUID) -> Response:
    """Add an item."""
    visit = visit_by_id(session(), key)
    form = _offering(visit, ItemForm())
    if not form.validate():
        return render("itineraries/new_item.html", status=422, visit=visit, form=form)
    try:
        add_item(session(), actor=signed_in(), visit_id=key, plan=form.plan(), key=form.row_key)
    except DomainError as error:
        form.show(error)
        visit = visit_by_id(session(), key)
        return render("itineraries/new_item.html", status=error.status, visit=visit, form=form)
    flash(message("itineraries.flash.item_added"))
    return to_itinerary(key)


@blueprint.get("/<uuid:key>/items/<uuid:item_id>/edit")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def edit_item(key: UUID, item_id: UUID) -> Response:
    """Show the form of an item."""
    visit, item = visit_by_id(session(), key), item_by_id(session(), key, item_id)
    form = _offering(visit, item_form(item))
    return render("itineraries/edit_item.html", visit=visit, item=item, form=form)


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/edit")
@requires("visits:edit")
def change_item(key: UUID, item_id: UUID) -> Response:
    """Correct an item."""
    visit, item = visit_by_id(session(), key), item_by_id(session(), key, item_id)
    form = _offering(visit, ItemForm())
    if not form.validate():
        return render("itineraries/edit_item.html", status=422, visit=visit, item=item, form=form)
    try:
        correct_item(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=item_id,
            version=form.row_version,
            plan=form.plan(),
        )
    except DomainError as error:
        form.show(error)
        visit, item = visit_by_id(session(), key), item_by_id(session(), key, item_id)
        return render(
            "itineraries/edit_item.html", status=error.status, visit=visit, item=item, form=form
        )
    flash(message("itineraries.flash.saved"))
    return to_itinerary(key)


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/end")
@requires("visits:edit")
def remove_item(key: UUID, item_id: UUID) -> Response:
    """Take an item off the programme."""
    form = ActionForm.checked()
    try:
        end_item(session(), actor=signed_in(), visit_id=key, key=item_id, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("itineraries.flash.item_ended"))
    return to_itinerary(key)


def _offering(visit: Visit, form: ItemForm) -> ItemForm:
    people = people_for(session(), visit.id)
    return form.offer(cities_of(visit.partners), partner_choices(session())).offer_people(people)
