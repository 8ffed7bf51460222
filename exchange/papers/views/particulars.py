"""The forms of what a visit's papers need and stands nowhere else."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.papers.emergency import FIELDS, WHOM, languages_of
from exchange.papers.forms import EmergencyForm, VisaForm, emergency_form, visa_form
from exchange.papers.models import EmergencyContacts, VisaParticulars
from exchange.papers.particulars import particulars_of, state_emergency, state_visa
from exchange.papers.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/papers/visa")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def edit_visa(key: UUID) -> Response:
    """Show the form of what the visa papers say of the city."""
    visit = received(key)
    return _visa_page(visit, visa_form(particulars_of(session(), VisaParticulars, key)))


@blueprint.post("/<uuid:key>/papers/visa")
@requires("visits:edit")
def revise_visa(key: UUID) -> Response:
    """Keep what the visa papers say of the city."""
    visit, form = received(key), VisaForm()
    status = refused(
        form,
        lambda: state_visa(
            session(),
            actor=signed_in(),
            visit_id=key,
            version=form.row_version,
            plan=form.plan(),
        ),
    )
    return _visa_page(visit, form, status) if status else _kept(key)


@blueprint.get("/<uuid:key>/papers/emergency")
@requires("visits:edit")
@shows(Purpose.CARE, "visit")
def edit_emergency(key: UUID) -> Response:
    """Show the form of whom a visit's members call in an emergency."""
    visit = visit_by_id(session(), key)
    stays = dict.fromkeys(item.lodging for item in items_of(session(), key) if item.lodging)
    row = particulars_of(session(), EmergencyContacts, key)
    return _emergency_page(visit, emergency_form(row, "、".join(stays)))


@blueprint.post("/<uuid:key>/papers/emergency")
@requires("visits:edit")
def revise_emergency(key: UUID) -> Response:
    """Keep whom a visit's members call in an emergency."""
    visit, form = visit_by_id(session(), key), EmergencyForm()
    status = refused(
        form,
        lambda: state_emergency(
            session(),
            actor=signed_in(),
            visit_id=key,
            version=form.row_version,
            plan=form.plan(),
        ),
    )
    return _emergency_page(visit, form, status) if status else _kept(key)


def received(key: UUID) -> Visit:
    """Return a visit of guests; raises BadRequestError for one of ours abroad."""
    visit = visit_by_id(session(), key)
    if visit.direction is not Direction.IN:
        raise BadRequestError(message("papers.error.inbound"))
    return visit


def _kept(key: UUID) -> Response:
    flash(message("papers.flash.kept"))
    return redirect(url_for("papers.index", key=key))


def _visa_page(visit: Visit, form: VisaForm, status: int = 200) -> Response:
    return render("papers/visa_form.html", status=status, visit=visit, form=form)


def _emergency_page(visit: Visit, form: EmergencyForm, status: int = 200) -> Response:
    groups = [
        (FIELDS[name], form.drawn(name, languages_of(visit)), form[f"{name}_phone"])
        for name in WHOM
    ]
    return render(
        "papers/emergency_form.html", status=status, visit=visit, form=form, groups=groups
    )
