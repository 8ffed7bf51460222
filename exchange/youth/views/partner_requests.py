"""What an edition asked its partner for: the list, a request, its answer, taking it back."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import BaseForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.partner_requests import PartnerAnswerForm, PartnerRequestForm
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.models import Edition, PartnerRequest
from exchange.youth.queries.partner_requests import request_for, requests_page
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.partner_requests import (
    ASKING,
    wait_of,
)
from exchange.youth.services.partner_requests import (
    ask_partner,
    note_partner_answer,
    take_back_partner_request,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/partner")
@requires("registrations:read")
def partner_requests(key: UUID) -> Response:
    """Show what an edition asked its partner for, and what it waits for."""
    edition, today = edition_for(session(), signed_in(), key), clock.today()
    page = requests_page(session(), key, cursor=request.args.get("cursor"))
    return render(
        "youth/partner_requests.html",
        edition=edition,
        page=page,
        asking=edition.state in ASKING,
        waits=[wait_of(row, today) for row in page.rows],
    )


@blueprint.get("/editions/<uuid:key>/partner/new")
@requires("editions:edit")
def new_partner_request(key: UUID) -> Response:
    """Show the form of a request, as of today."""
    edition = edition_for(session(), signed_in(), key)
    return _form_page("new", edition, PartnerRequestForm(data={"asked_on": clock.today()}))


@blueprint.post("/editions/<uuid:key>/partner/new")
@requires("editions:edit")
def add_partner_request(key: UUID) -> Response:
    """Note a request; sent twice it is one."""
    who, form = signed_in(), PartnerRequestForm()
    status = refused(
        form,
        lambda: ask_partner(
            session(), actor=who, edition_id=key, asked=form.asked, key=form.row_key
        ),
    )
    if status:
        return _form_page("new", edition_for(session(), who, key), form, status=status)
    flash(message("youth.partner_request.flash.asked"))
    return redirect(url_for("youth.partner_requests", key=key))


@blueprint.get("/partner-requests/<uuid:key>/answer")
@requires("editions:edit")
def partner_answer(key: UUID) -> Response:
    """Show the form of an answer, as of today."""
    row = request_for(session(), signed_in(), key)
    typed = {"answered_on": clock.today(), "note": row.note, "version": row.version}
    return _form_page("answer", row.edition, PartnerAnswerForm(data=typed), row)


@blueprint.post("/partner-requests/<uuid:key>/answer")
@requires("editions:edit")
def save_partner_answer(key: UUID) -> Response:
    """Note an answer."""
    who, form = signed_in(), PartnerAnswerForm()
    row = request_for(session(), who, key)
    edition = row.edition
    status = refused(
        form,
        lambda: note_partner_answer(
            session(),
            actor=who,
            key=key,
            answered_on=form.answered_on.data,
            note=form.note.data or "",
            version=form.row_version,
        ),
    )
    if status:
        return _form_page("answer", edition, form, row, status=status)
    flash(message("youth.partner_request.flash.answered"))
    return redirect(url_for("youth.partner_requests", key=edition.id))


@blueprint.get("/partner-requests/<uuid:key>/take-back")
@requires("editions:edit")
def partner_taking_back(key: UUID) -> Response:
    """Show the form by which a request is taken back."""
    row = request_for(session(), signed_in(), key)
    return _form_page("take_back", row.edition, ReasonForm(data={"version": row.version}), row)


@blueprint.post("/partner-requests/<uuid:key>/take-back")
@requires("editions:edit")
def take_back_request(key: UUID) -> Response:
    """Take a request back, with the reason."""
    who, form = signed_in(), ReasonForm()
    row = request_for(session(), who, key)
    edition = row.edition
    status = refused(
        form,
        lambda: take_back_partner_request(
            session(), actor=who, key=key, reason=form.reason.data, version=form.row_version
        ),
    )
    if status:
        return _form_page("take_back", edition, form, row, status=status)
    flash(message("youth.partner_request.flash.taken_back"))
    return redirect(url_for("youth.partner_requests", key=edition.id))


def _form_page(
    what: str,
    edition: Edition,
    form: BaseForm,
    row: PartnerRequest | None = None,
    *,
    status: int = 200,
) -> Response:
    return render(
        "youth/partner_request_form.html",
        status=status,
        verb=what,
        edition=edition,
        form=form,
        asked=row,
    )
