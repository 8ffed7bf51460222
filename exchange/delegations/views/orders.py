"""Orders of precedence: the visit's own, and those of single events."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.forms.orders import EventForm, PlacesForm
from exchange.delegations.models import VisitMember
from exchange.delegations.queries import members_of, visit_by_id
from exchange.delegations.queries.orders import (
    members_at,
    order_by_id,
    order_digest,
    orders_of,
)
from exchange.delegations.services.orders import (
    add_event_order,
    end_event_order,
    order_event,
    order_members,
)
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.offers import events_of
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/members/order")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def order(key: UUID) -> Response:
    """Show the order of a visit, to be changed by dragging, buttons or places."""
    return _visit_page(key, EventForm().offer(events_of(key)))


@blueprint.post("/<uuid:key>/members/order")
@requires("visits:edit")
def reorder(key: UUID) -> Response:
    """Move members to the places typed."""
    form = PlacesForm()
    if not form.validate():
        return _visit_page(key, _new_form(key), form, status=422)
    try:
        order_members(
            session(),
            actor=signed_in(),
            visit_id=key,
            seen=form.seen.data or "",
            places=form.places(),
            reason=form.reason.data or "",
        )
    except DomainError as error:
        form.show(error)
        return _visit_page(key, _new_form(key), form, status=error.status)
    flash(message("delegations.order.flash.saved"))
    return redirect(url_for("delegations.members", key=key))


@blueprint.post("/<uuid:key>/orders/new")
@requires("visits:edit")
def add_order(key: UUID) -> Response:
    """Give an event an order of its own: an item of the programme, or one that is only named."""
    form = EventForm().offer(events_of(key))
    if not form.validate():
        return _visit_page(key, form, status=422)
    try:
        row = add_event_order(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=form.row_key,
            name=form.event,
            item_id=form.item_id,
        )
    except DomainError as error:
        form.show(error)
        return _visit_page(key, form, status=error.status)
    return redirect(url_for("delegations.event_order", key=key, order_id=row.id))


@blueprint.get("/<uuid:key>/orders/<uuid:order_id>/")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def event_order(key: UUID, order_id: UUID) -> Response:
    """Show the order of one event."""
    return _event_page(key, order_id)


@blueprint.post("/<uuid:key>/orders/<uuid:order_id>/")
@requires("visits:edit")
def reorder_event(key: UUID, order_id: UUID) -> Response:
    """Move members to the places typed for one event."""
    form = PlacesForm()
    if not form.validate():
        return _event_page(key, order_id, form, status=422)
    try:
        order_event(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=order_id,
            seen=form.seen.data or "",
            places=form.places(),
            reason=form.reason.data or "",
        )
    except DomainError as error:
        form.show(error)
        return _event_page(key, order_id, form, status=error.status)
    flash(message("delegations.order.flash.saved"))
    return redirect(url_for("delegations.event_order", key=key, order_id=order_id))


@blueprint.post("/<uuid:key>/orders/<uuid:order_id>/end")
@requires("visits:edit")
def end_order(key: UUID, order_id: UUID) -> Response:
    """Let an event follow the visit's order again."""
    form = ActionForm.checked()
    end_event_order(
        session(), actor=signed_in(), visit_id=key, key=order_id, version=form.row_version
    )
    flash(message("delegations.order.flash.ended"))
    return redirect(url_for("delegations.order", key=key))


def _new_form(key: UUID) -> EventForm:
    return EventForm(formdata=None).offer(events_of(key))


def _visit_page(
    key: UUID, new_form: EventForm, form: PlacesForm | None = None, *, status: int = 200
) -> Response:
    visit, members = visit_by_id(session(), key), members_of(session(), key)
    return render(
        "delegations/order.html",
        status=status,
        visit=visit,
        order=None,
        members=members,
        form=_opened(form, members, visit.order_reason),
        new_form=new_form,
        orders=orders_of(session(), key),
    )


def _event_page(
    key: UUID, order_id: UUID, form: PlacesForm | None = None, *, status: int = 200
) -> Response:
    visit, row = visit_by_id(session(), key), order_by_id(session(), key, order_id)
    members = members_at(row, members_of(session(), key))
    return render(
        "delegations/order.html",
        status=status,
        visit=visit,
        order=row,
        members=members,
        form=_opened(form, members, row.reason),
    )


def _opened(form: PlacesForm | None, members: Sequence[VisitMember], reason: str) -> PlacesForm:
    """Open the form on an order; one that was refused shows the order as it is now."""
    if form is None:
        form = PlacesForm(formdata=None, data={"reason": reason})
    form.seen.data = order_digest(members)
    return form
