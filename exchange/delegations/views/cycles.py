"""Cycles of visits and what became of their turns."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, label, message
from exchange.delegations.enums import Direction
from exchange.delegations.forms.cycles import cycle_form, turn_form
from exchange.delegations.forms.visits import ReasonForm
from exchange.delegations.models import CycleTurn, VisitCycle
from exchange.delegations.queries import cycle_by_id, turn_by_id, visits_each_way
from exchange.delegations.services.cycles import (
    add_cycle,
    correct_cycle,
    end_cycle,
    reopen_turn,
    settle_turn,
)
from exchange.delegations.views.page import blueprint
from exchange.partners.models import Partner
from exchange.partners.queries import all_sources, partner_by_id, partner_by_slug
from exchange.partners.views.page import back_to, form_page
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.transactions import session

_NEW = message("delegations.cycle.new")
_EDIT = message("delegations.cycle.edit")
_REOPEN = message("delegations.turn.reopen_lead")
_WAYS = {way.value: way for way in Direction}


@blueprint.get("/cycles/new/<slug>")
@requires("visits:edit")
def new_cycle(slug: str) -> Response:
    """Show the form of a cycle of visits with a partner."""
    return form_page(partner_by_slug(session(), slug), cycle_form(all_sources(session())), _NEW)


@blueprint.post("/cycles/new/<slug>")
@requires("visits:edit")
def create_cycle(slug: str) -> Response:
    """Add a cycle of visits with a partner."""
    form = cycle_form(all_sources(session()))
    status = refused(
        form,
        lambda: add_cycle(
            session(),
            actor=signed_in(),
            partner_id=partner_by_slug(session(), slug).id,
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        return form_page(partner_by_slug(session(), slug), form, _NEW, status=status)
    return back_to(slug, message("delegations.flash.cycle_added"), "reciprocity")


@blueprint.get("/cycles/<uuid:key>/edit")
@requires("visits:edit")
def edit_cycle(key: UUID) -> Response:
    """Show the form of a cycle as it is."""
    cycle = cycle_by_id(session(), key)
    form = cycle_form(all_sources(session()), cycle)
    return form_page(partner_by_id(session(), cycle.partner_id), form, _EDIT)


@blueprint.post("/cycles/<uuid:key>/edit")
@requires("visits:edit")
def change_cycle(key: UUID) -> Response:
    """Correct a cycle."""
    cycle, partner = _cycle(key)
    form = cycle_form(all_sources(session()))
    status = refused(
        form,
        lambda: correct_cycle(
            session(),
            actor=signed_in(),
            cycle=cycle,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        return form_page(_cycle(key)[1], form, _EDIT, status=status)
    return back_to(partner.slug, message("delegations.flash.cycle_saved"), "reciprocity")


@blueprint.post("/cycles/<uuid:key>/end")
@requires("visits:edit")
def close_cycle(key: UUID) -> Response:
    """Expect no more visits of a cycle."""
    version = ActionForm.checked().row_version
    cycle, partner = _cycle(key)
    end_cycle(session(), actor=signed_in(), cycle=cycle, version=version)
    return back_to(partner.slug, message("delegations.flash.cycle_ended"), "reciprocity")


@blueprint.get("/cycles/<uuid:key>/<year:year>/<way>")
@requires("visits:edit")
def turn(key: UUID, year: int, way: str) -> Response:
    """Ask what became of a turn."""
    cycle, partner = _cycle(key)
    form = turn_form(visits_each_way(session(), cycle.partner_id, _way(way)))
    return form_page(partner, form, _turn(year, way), lead=message("delegations.turn.lead"))


@blueprint.post("/cycles/<uuid:key>/<year:year>/<way>")
@requires("visits:edit")
def settle(key: UUID, year: int, way: str) -> Response:
    """Say what became of a turn."""
    cycle, partner = _cycle(key)
    visits = visits_each_way(session(), cycle.partner_id, _way(way))
    form = turn_form(visits)
    status = refused(
        form,
        lambda: settle_turn(
            session(),
            actor=signed_in(),
            cycle=cycle,
            year=year,
            direction=_way(way),
            outcome=form.outcome(visits),
        ),
    )
    if status:
        return form_page(_cycle(key)[1], form, _turn(year, way), status=status)
    return back_to(partner.slug, message("delegations.flash.turn_settled"), "reciprocity")


@blueprint.get("/cycles/turns/<uuid:key>/reopen")
@requires("visits:edit")
def ask_reopen(key: UUID) -> Response:
    """Ask why what was said of a turn is taken back."""
    record, partner = _record(key)
    form = ReasonForm(formdata=None, data={"version": record.version})
    return form_page(partner, form, _turn(record.year, record.direction.value), lead=_REOPEN)


@blueprint.post("/cycles/turns/<uuid:key>/reopen")
@requires("visits:edit")
def reopen(key: UUID) -> Response:
    """Take back what was said of a turn."""
    form, (record, partner) = ReasonForm(), _record(key)
    status = refused(
        form,
        lambda: reopen_turn(
            session(),
            actor=signed_in(),
            turn=record,
            version=form.row_version,
            reason=form.reason.data or "",
        ),
    )
    if status:
        record, partner = _record(key)
        title = _turn(record.year, record.direction.value)
        return form_page(partner, form, title, lead=_REOPEN, status=status)
    return back_to(partner.slug, message("delegations.flash.turn_reopened"), "reciprocity")


def _record(key: UUID) -> tuple[CycleTurn, Partner]:
    record = turn_by_id(session(), key)
    return record, _cycle(record.cycle_id)[1]


def _cycle(key: UUID) -> tuple[VisitCycle, Partner]:
    cycle = cycle_by_id(session(), key)
    return cycle, partner_by_id(session(), cycle.partner_id)


def _way(text: str) -> Direction:
    if text not in _WAYS:
        raise NotFoundError
    return _WAYS[text]


def _turn(year: int, way: str) -> Message:
    return message("delegations.turn.title", year=str(year), direction=label(_way(way)))
