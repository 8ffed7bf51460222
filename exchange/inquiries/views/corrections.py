"""Corrections of closed years' values: what was entered at the desk, and another's decision."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.indicators.models import Indicator
from exchange.indicators.progress import shown_year
from exchange.indicators.queries.figures import figures_of
from exchange.indicators.queries.sources import sources_of
from exchange.indicators.queries.values import entry_of, values_of
from exchange.indicators.rules import figure_text
from exchange.inquiries.forms import ReasonForm
from exchange.inquiries.queries import live_inquiry
from exchange.inquiries.services import approve_entry, refuse_entry
from exchange.inquiries.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/corrections/<uuid:key>/")
@requires("inquiries:ask")
def correction(key: UUID) -> Response:
    """Show what a closed year's value is to be corrected to, and why."""
    return _page(key, ReasonForm())


@blueprint.post("/corrections/<uuid:key>/approve")
@requires("corrections:approve")
def approve_correction(key: UUID) -> Response:
    """Let it stand."""
    ActionForm.checked()
    approve_entry(session(), actor=signed_in(), key=key)
    return _decided(key)


@blueprint.post("/corrections/<uuid:key>/refuse")
@requires("inquiries:ask")
def refuse_correction(key: UUID) -> Response:
    """Refuse it, or take it back."""
    form, who = ReasonForm(), signed_in()
    status = refused(
        form, lambda: refuse_entry(session(), actor=who, key=key, reason=form.reason.data)
    )
    return _page(key, form, status=status) if status else _decided(key)


def _decided(key: UUID) -> Response:
    flash(message("inquiries.flash.decided"))
    return redirect(url_for("inquiries.correction", key=key))


def _page(key: UUID, form: ReasonForm, *, status: int = 200) -> Response:
    entry, indicator = entry_of(session(), key)
    entries, who = values_of(session(), indicator.id, entry.year), signed_in()
    return render(
        "inquiries/correction.html",
        status=status,
        entry=entry,
        indicator=indicator,
        year=shown_year(indicator, entry.year),
        stands=_standing(indicator, entry.year),
        entries=entries,
        sources=sources_of(session(), who, entries),
        waits=entries[-1] is entry,
        own=entry.actor_id == who.user_id,
        live=live_inquiry(session(), indicator.slug, entry.year),
        form=form,
    )


def _standing(indicator: Indicator, year: int) -> str | None:
    """Return the year's value as it stands, reported or counted, and as it is printed."""
    figures = figures_of(session(), [indicator], with_demo=True).get(indicator.slug, ())
    values = (each.value for each in figures if each.year == year)
    return next((figure_text(value, indicator.decimals) for value in values), None)
