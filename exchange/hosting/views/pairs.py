"""Lasting pairs of an edition: make one, carry it on, find a new host, end it."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.hosting.forms.guests import CarryForm, PairForm, ReasonForm, ReplaceForm
from exchange.hosting.queries.guests import guests_of
from exchange.hosting.queries.pairs import (
    editions_to_carry_to,
    pair_in,
    pairs_of,
    taking_part,
)
from exchange.hosting.services import carry_pair, end_pair, make_pair, replace_pupil
from exchange.hosting.views.board import purge_facts
from exchange.hosting.views.room import blueprint, found_edition
from exchange.web.access import requires, signed_in
from exchange.web.forms import BaseForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/editions/<uuid:key>/pairs/")
@requires("hosts:read")
@shows(Purpose.PREPARATION, "edition")
def pairs(key: UUID) -> Response:
    """Show the pairs made in an edition or carried into it."""
    return _pairs_page(key, PairForm())


@blueprint.post("/editions/<uuid:key>/pairs/")
@requires("hosts:edit")
def create_pair(key: UUID) -> Response:
    """Make a pair."""
    edition = found_edition(key)
    pupils = taking_part(session(), signed_in(), edition)
    form = PairForm().offer(guests_of(session(), edition), pupils)
    status = refused(
        form,
        lambda: make_pair(
            session(),
            actor=signed_in(),
            edition_id=key,
            guest_id=UUID(form.guest_id.data),
            registration_id=UUID(form.registration_id.data),
            key=form.row_key,
        ),
    )
    if status:
        return _pairs_page(key, form, status=status)
    flash(message("hosting.flash.pair_made"))
    return redirect(url_for("hosting.pairs", key=key))


@blueprint.get("/editions/<uuid:key>/pairs/<uuid:pair_id>/")
@requires("hosts:edit")
@shows(Purpose.PREPARATION, "edition")
def pair(key: UUID, pair_id: UUID) -> Response:
    """Show one pair as it stands in an edition, and what can be done about it."""
    return _pair_page(key, pair_id, None)


@blueprint.post("/editions/<uuid:key>/pairs/<uuid:pair_id>/carry")
@requires("hosts:edit")
def carry(key: UUID, pair_id: UUID) -> Response:
    """Carry a pair into a later edition."""
    form = CarryForm().offer(editions_to_carry_to(session(), found_edition(key)))
    status = refused(
        form,
        lambda: carry_pair(
            session(),
            actor=signed_in(),
            pair_id=pair_id,
            edition_id=UUID(form.edition_id.data),
            version=form.row_version,
        ),
    )
    if status:
        return _pair_page(key, pair_id, form, status=status)
    flash(message("hosting.flash.pair_carried"))
    return redirect(url_for("hosting.pairs", key=key))


@blueprint.post("/editions/<uuid:key>/pairs/<uuid:pair_id>/replace")
@requires("hosts:edit")
def replace(key: UUID, pair_id: UUID) -> Response:
    """Give the guest of a pair another pupil of ours."""
    form = ReplaceForm().offer(taking_part(session(), signed_in(), found_edition(key)))
    status = refused(
        form,
        lambda: replace_pupil(
            session(),
            actor=signed_in(),
            pair_id=pair_id,
            edition_id=key,
            registration_id=UUID(form.registration_id.data),
            reason=form.why.data,
            version=form.row_version,
        ),
    )
    if status:
        return _pair_page(key, pair_id, form, status=status)
    flash(message("hosting.flash.pair_replaced"))
    return redirect(url_for("hosting.pairs", key=key))


@blueprint.post("/editions/<uuid:key>/pairs/<uuid:pair_id>/end")
@requires("hosts:edit")
def finish_pair(key: UUID, pair_id: UUID) -> Response:
    """End a pair."""
    found_edition(key)
    form = ReasonForm()
    status = refused(
        form,
        lambda: end_pair(
            session(),
            actor=signed_in(),
            pair_id=pair_id,
            reason=form.reason.data,
            version=form.row_version,
        ),
    )
    if status:
        return _pair_page(key, pair_id, form, status=status)
    flash(message("hosting.flash.pair_ended"))
    return redirect(url_for("hosting.pairs", key=key))


def _pairs_page(key: UUID, form: PairForm, *, status: int = 200) -> Response:
    facts = purge_facts(key)
    edition = found_edition(key)
    guests = [each for each in guests_of(session(), edition) if each.withdrawn_at is None]
    registrations = taking_part(session(), signed_in(), edition)
    form.offer(guests, registrations)
    return render(
        "hosting/pairs.html",
        status=status,
        rows=pairs_of(session(), edition),
        can_pair=bool(guests and registrations),
        guests=guests,
        form=form,
        **facts,
    )


def _pair_page(key: UUID, pair_id: UUID, form: BaseForm | None, *, status: int = 200) -> Response:
    edition = found_edition(key)
    row = pair_in(session(), edition, pair_id)
    version = {"version": row.pair.version}
    carrying = form if isinstance(form, CarryForm) else CarryForm(formdata=None, data=version)
    replacing = form if isinstance(form, ReplaceForm) else ReplaceForm(formdata=None, data=version)
    ending = form if isinstance(form, ReasonForm) else ReasonForm(formdata=None, data=version)
    return render(
        "hosting/pair.html",
        status=status,
        edition=edition,
        row=row,
        carrying=carrying.offer(editions_to_carry_to(session(), edition)),
        replacing=replacing.offer(taking_part(session(), signed_in(), edition)),
        ending=ending,
    )
