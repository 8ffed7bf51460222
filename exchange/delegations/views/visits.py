"""The list of visits; create one, look at it, revise it."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.delegations.enums import TONES
from exchange.delegations.forms.visits import VisitForm, visit_form
from exchange.delegations.models import Visit
from exchange.delegations.queries import (
    Span,
    member_counts,
    partner_choices,
    visit_by_id,
    visits_page,
)
from exchange.delegations.queries.choices import choices_for
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.rules import is_movable
from exchange.delegations.services.visits import create_visit, revise_visit, span_of
from exchange.delegations.views.page import blueprint, visit_page
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import panels_for, tie_origin
from exchange.web.pages import flash, render
from exchange.web.transactions import session

#: The list itself, for what higher rooms show below it.
LIST: Final = Subject("visits", UUID(int=0))
_SPANS: Final = {span.value: span for span in Span}


@blueprint.get("/")
@requires("visits:read")
def index() -> Response:
    """List visits: to come or past, of all partners or one."""
    span = _SPANS.get(request.args.get("span", Span.UPCOMING.value))
    partners = partner_choices(session())
    partner = request.args.get("partner", "")
    if span is None or partner not in {"", *(each.slug for each in partners)}:
        raise BadRequestError(message("delegations.error.filter"))
    cursor = request.args.get("cursor")
    page = visits_page(session(), span=span, today=clock.today(), partner=partner, cursor=cursor)
    return render(
        "delegations/index.html",
        page=page,
        counts=member_counts(session(), page.rows),
        span=span.value,
        spans=list(Span),
        partner=partner,
        partners=partners,
        tones=TONES,
        panels=panels_for(LIST),
    )


@blueprint.get("/new")
@requires("visits:edit")
def new() -> Response:
    """Show the form of a new visit; a link may name its `partner`."""
    form = VisitForm(data={"partner": request.args.get("partner", "")})
    return _new_page(offered(form))


@blueprint.post("/new")
@requires("visits:edit")
def create() -> Response:
    """Create a visit as a draft, tied to the letter it was made from."""
    form = offered(VisitForm())
    if not form.validate():
        return _new_page(form, 422)
    try:
        visit = create_visit(session(), actor=signed_in(), plan=form.plan(), key=form.row_key)
        tie_origin(visit.id)
    except DomainError as error:
        form.show(error)
        return _new_page(form, error.status)
    flash(message("delegations.flash.created"))
    return redirect(url_for("delegations.show", key=visit.id))


@blueprint.get("/<uuid:key>/")
@requires("visits:read")
@shows(Purpose.PREPARATION, "visit", to="members:read")
def show(key: UUID) -> Response:
    """Show a visit: its state, members in order, itinerary by day."""
    return visit_page(key)


@blueprint.get("/<uuid:key>/edit")
@requires("visits:edit")
def edit(key: UUID) -> Response:
    """Show the form of a visit."""
    visit = whole_visit(session(), key)
    return _edit_page(visit, offered(visit_form(visit), visit))


@blueprint.post("/<uuid:key>/edit")
@requires("visits:edit")
def revise(key: UUID) -> Response:
    """Revise a visit."""
    visit = whole_visit(session(), key)
    form = offered(VisitForm().keep_days(span_of(visit)), visit)

    def save() -> None:
        revise_visit(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        )

    if status := refused(form, save):
        return _edit_page(visit_by_id(session(), key), form, status=status)
    flash(message("delegations.flash.saved"))
    return redirect(url_for("delegations.show", key=key))


def offered(form: VisitForm, visit: Visit | None = None) -> VisitForm:
    """Let a form offer what a visit with the partners and on the days in it may be tied to."""
    day = form.kept.first if form.kept else form.starts.data or clock.today()
    found = choices_for(session(), partners=form.chosen, day=day, visit=visit)
    return form.offer(found)


def _new_page(form: VisitForm, status: int = 200) -> Response:
    return render(
        "delegations/new.html",
        status=status,
        form=form,
        partners=partner_choices(session()),
        chosen=form.partner.data,
    )


def _edit_page(visit: Visit, form: VisitForm, *, status: int = 200) -> Response:
    return render(
        "delegations/edit.html",
        status=status,
        visit=visit,
        form=form,
        movable=is_movable(visit.state),
    )
