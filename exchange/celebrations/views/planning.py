"""Make a celebration, revise it, and say what belongs to it."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.agreements.queries import bases
from exchange.celebrations.forms import (
    CelebrationForm,
    LinksForm,
    NewCelebrationForm,
    celebration_form,
)
from exchange.celebrations.milestones import Milestone, Span, milestones
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import celebration_by_id
from exchange.celebrations.services.celebrations import (
    create_celebration,
    link_celebration,
    revise_celebration,
)
from exchange.celebrations.views.milestones import YEARS_AHEAD
from exchange.celebrations.views.page import blueprint
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.offers import linkable
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/new")
@requires("celebrations:edit")
def new() -> Response:
    """Show the form of a celebration, for the anniversary the address names."""
    return _new_page(NewCelebrationForm(occasion=request.args.get("occasion", "")))


@blueprint.post("/new")
@requires("celebrations:edit")
def create() -> Response:
    """Note the idea of a celebration."""
    form = NewCelebrationForm().offer(_milestones())
    if not form.validate():
        return _new_page(form, 422)
    try:
        made = create_celebration(
            session(),
            actor=signed_in(),
            occasion=form.chosen(),
            plan=form.plan(),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_page(form, error.status)
    flash(message("celebrations.flash.created"))
    return redirect(url_for("celebrations.show", key=made.id))


@blueprint.get("/<uuid:key>/edit")
@requires("celebrations:edit")
def edit(key: UUID) -> Response:
    """Show a celebration's form."""
    celebration = celebration_by_id(session(), key)
    return _edit_page(celebration, celebration_form(celebration))


@blueprint.post("/<uuid:key>/edit")
@requires("celebrations:edit")
def revise(key: UUID) -> Response:
    """Change what is stated; the steps of the runway move along."""
    form = CelebrationForm()
    if not form.validate():
        return _edit_page(celebration_by_id(session(), key), form, 422)
    try:
        revise_celebration(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        )
    except DomainError as error:
        form.show(error)
        return _edit_page(celebration_by_id(session(), key), form, error.status)
    flash(message("celebrations.flash.revised"))
    return redirect(url_for("celebrations.show", key=key))


@blueprint.get("/<uuid:key>/links")
@requires("celebrations:edit")
def links(key: UUID) -> Response:
    """Offer the visits and editions of the partner to link."""
    celebration = celebration_by_id(session(), key)
    form = LinksForm(
        data={
            "visits": [str(link.visit_id) for link in celebration.visits],
            "editions": [str(link.edition_id) for link in celebration.editions],
            "version": celebration.version,
        }
    )
    return _links_page(celebration, form)


@blueprint.post("/<uuid:key>/links")
@requires("celebrations:edit")
def link(key: UUID) -> Response:
    """Say which visits and editions belong to a celebration."""
    celebration, form = celebration_by_id(session(), key), LinksForm()
    offered = linkable(celebration.partner.id)
    form.offer(offered.get("visit", ()), offered.get("edition", ()))
    if not form.validate():
        return _links_page(celebration, form, 422)
    try:
        link_celebration(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            visits=form.keys("visits"),
            editions=form.keys("editions"),
        )
    except DomainError as error:
        form.show(error)
        return _links_page(celebration_by_id(session(), key), form, error.status)
    flash(message("celebrations.flash.linked"))
    return redirect(url_for("celebrations.show", key=key))


def _milestones() -> list[Milestone]:
    """Return the milestones of last year to ten years on, for the form."""
    this = FiscalYear.of(clock.today()).start
    span = Span(first=this - 1, last=this + YEARS_AHEAD)
    return milestones(bases(session(), public_only=False), span, staff=False)


def _new_page(form: NewCelebrationForm, status: int = 200) -> Response:
    return render("celebrations/form.html", status=status, form=form.offer(_milestones()))


def _edit_page(celebration: Celebration, form: CelebrationForm, status: int = 200) -> Response:
    return render("celebrations/edit.html", status=status, celebration=celebration, form=form)


def _links_page(celebration: Celebration, form: LinksForm, status: int = 200) -> Response:
    offered = linkable(celebration.partner.id)
    form.offer(offered.get("visit", ()), offered.get("edition", ()))
    return render("celebrations/links.html", status=status, celebration=celebration, form=form)
