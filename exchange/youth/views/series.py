"""Editions as a series: copied into next year, paired with the visit they answer."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.journeys import CarryFate
from exchange.youth.forms.eligibility import PairForm
from exchange.youth.queries.pairs import first_half, pair_choices, persons_in
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.pairs import carried
from exchange.youth.services.carrying import carry_over
from exchange.youth.services.copying import copy_edition
from exchange.youth.services.pairing import set_pair
from exchange.youth.views.room import blueprint


@blueprint.post("/editions/<uuid:key>/copy")
@requires("editions:edit")
def copy(key: UUID) -> Response:
    """Take an edition over into next year's draft, and show its form."""
    ActionForm.checked()
    row, is_new = copy_edition(session(), actor=signed_in(), edition_id=key)
    if is_new:
        flash(message("youth.copy.flash"))
    else:
        flash(message("youth.copy.flash_before"), "info")
    return redirect(url_for("youth.edit_edition", key=row.id))


@blueprint.get("/editions/<uuid:key>/pair")
@requires("editions:edit")
def pair(key: UUID) -> Response:
    """Show the earlier editions one may answer."""
    row = edition_for(session(), signed_in(), key)
    chosen = str(row.follows_id) if row.follows_id else ""
    return _pair_page(key, PairForm(data={"version": row.version, "follows_id": chosen}))


@blueprint.post("/editions/<uuid:key>/pair")
@requires("editions:edit")
def save_pair(key: UUID) -> Response:
    """Say which earlier edition one answers."""
    who = signed_in()
    form = PairForm().offer(pair_choices(session(), edition_for(session(), who, key)))
    status = refused(
        form,
        lambda: set_pair(
            session(),
            actor=who,
            edition_id=key,
            follows_id=form.chosen,
            version=form.row_version,
        ),
    )
    if status:
        return _pair_page(key, form, status=status)
    flash(message("youth.pair.flash"))
    return redirect(url_for("youth.edition", key=key))


@blueprint.get("/editions/<uuid:key>/carry")
@requires("registrations:decide")
@shows(Purpose.APPLICATIONS, "edition")
def carry(key: UUID) -> Response:
    """Show whom of the first half the schools would be offered."""
    return _carry_page(key, ActionForm())


@blueprint.post("/editions/<uuid:key>/carry")
@requires("registrations:decide")
def carry_now(key: UUID) -> Response:
    """Offer them, as drafts of their schools; done twice it is once."""
    made: list[int] = []
    form = ActionForm.checked()
    if status := refused(
        form, lambda: made.append(carry_over(session(), actor=signed_in(), edition_id=key))
    ):
        return _carry_page(key, form, status=status)
    flash(message("youth.carry.flash", count=made[0]))
    return redirect(url_for("youth.carry", key=key))


def _carry_page(key: UUID, form: ActionForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    rows = carried(
        first_half(session(), edition), persons_in(session(), edition), year=edition.fiscal_year
    )
    return render(
        "youth/carry.html",
        status=status,
        edition=edition,
        form=form,
        rows=rows,
        offered=sum(row.fate is CarryFate.OFFERED for row in rows),
    )


def _pair_page(key: UUID, form: PairForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    form.offer(pair_choices(session(), edition))
    return render("youth/pair.html", status=status, edition=edition, form=form)
