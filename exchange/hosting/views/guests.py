"""One guest: every family held beside the guest, placing, moving, the end of a stay."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.database import unseal
from exchange.core.messages import message
from exchange.hosting.forms.guests import GuestForm, PlaceForm, ReasonForm, guest_values
from exchange.hosting.models import Guest
from exchange.hosting.queries.fitting import Board, FamilyRow, board_of, stay_of
from exchange.hosting.queries.guests import (
    avoidances_of,
    guest_for,
    history_of_guest,
    placement_for,
)
from exchange.hosting.rules.fitting import Assessment
from exchange.hosting.services import (
    add_guest,
    change_guest,
    end_stay,
    place,
    withdraw_guest,
)
from exchange.hosting.views.room import (
    blueprint,
    found_edition,
    names_of,
    read_logged,
    ring,
    spoken,
)
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/guests/<uuid:key>/")
@requires("hosts:read")
def guest(key: UUID) -> Response:
    """Show a guest beside every family; that it was read is logged."""
    return _guest_page(key, PlaceForm())


@blueprint.post("/guests/<uuid:key>/place")
@requires("hosts:edit")
def settle(key: UUID) -> Response:
    """Place a guest, or move one who is placed."""
    who, form = signed_in(), PlaceForm()
    guest_for(session(), who, key)
    status = refused(
        form, lambda: place(session(), actor=who, choice=form.choice(key), ring=ring())
    )
    if status:
        return _guest_page(key, form, status=status)
    row = guest_for(session(), who, key)
    flash(message("hosting.flash.placed"))
    return redirect(url_for("hosting.board", key=row.edition_id))


@blueprint.get("/editions/<uuid:key>/guests/new")
@requires("hosts:edit")
def new_guest(key: UUID) -> Response:
    """Show the form for a guest."""
    edition = found_edition(key)
    return render("hosting/guest_form.html", form=GuestForm(), edition=edition, guest=None)


@blueprint.post("/editions/<uuid:key>/guests/new")
@requires("hosts:edit")
def create_guest(key: UUID) -> Response:
    """Add a guest."""
    form = GuestForm()
    status = refused(
        form,
        lambda: add_guest(
            session(),
            actor=signed_in(),
            edition_id=key,
            details=form.details,
            ring=ring(),
            key=form.row_key,
        ),
    )
    if status:
        page = {"form": form, "edition": found_edition(key), "guest": None}
        return render("hosting/guest_form.html", status=status, **page)
    flash(message("hosting.flash.guest_added"))
    return redirect(url_for("hosting.board", key=key))


@blueprint.get("/guests/<uuid:key>/edit")
@requires("hosts:edit")
def edit_guest(key: UUID) -> Response:
    """Show a guest's form; that it was read is logged."""
    row = _read(key)
    values = guest_values(
        row,
        avoids=avoidances_of(row, ring=ring()),
        needs=unseal(row, "needs", ring=ring()) or "",
        words=spoken(row.languages),
    )
    return _edit_page(row, GuestForm(data=values))


@blueprint.post("/guests/<uuid:key>/edit")
@requires("hosts:edit")
def save_guest(key: UUID) -> Response:
    """Change a guest."""
    who, form = signed_in(), GuestForm()
    guest_for(session(), who, key)
    status = refused(
        form,
        lambda: change_guest(
            session(),
            actor=who,
            guest_id=key,
            details=form.details,
            version=form.row_version,
            ring=ring(),
        ),
    )
    if status:
        return _edit_page(guest_for(session(), who, key), form, status=status)
    flash(message("hosting.flash.guest_changed"))
    return redirect(url_for("hosting.guest", key=key))


@blueprint.get("/guests/<uuid:key>/withdraw")
@requires("hosts:edit")
def guest_leaving(key: UUID) -> Response:
    """Ask why a guest does not come."""
    return _leaving_page(key, None)


@blueprint.post("/guests/<uuid:key>/withdraw")
@requires("hosts:edit")
def take_guest_out(key: UUID) -> Response:
    """Take out a guest who does not come."""
    form = ReasonForm()
    status = refused(
        form,
        lambda: withdraw_guest(
            session(),
            actor=signed_in(),
            guest_id=key,
            reason=form.reason.data,
            version=form.row_version,
        ),
    )
    if status:
        return _leaving_page(key, form, status=status)
    flash(message("hosting.flash.guest_withdrawn"))
    return redirect(url_for("hosting.board", key=guest_for(session(), signed_in(), key).edition_id))


@blueprint.get("/placements/<uuid:key>/end")
@requires("hosts:edit")
def stay_ending(key: UUID) -> Response:
    """Ask why a stay ends."""
    return _ending_page(key, ReasonForm())


@blueprint.post("/placements/<uuid:key>/end")
@requires("hosts:edit")
def finish_stay(key: UUID) -> Response:
    """End a stay; the guest waits for another family."""
    form = ReasonForm()
    status = refused(
        form,
        lambda: end_stay(session(), actor=signed_in(), placement_id=key, reason=form.reason.data),
    )
    if status:
        return _ending_page(key, form, status=status)
    stay = placement_for(session(), signed_in(), key)
    flash(message("hosting.flash.stay_ended"))
    return redirect(url_for("hosting.guest", key=stay.guest_id))


def _guest_page(key: UUID, form: PlaceForm, *, status: int = 200) -> Response:
    row = _read(key)
    edition = found_edition(row.edition_id)
    board = board_of(session(), edition, ring=ring())
    return render(
        "hosting/guest.html",
        status=status,
        guest=row,
        edition=edition,
        here=next(each for each in board.guests if each.guest.id == key),
        stay_days=stay_of(row, edition),
        candidates=_candidates(board, row),
        avoids=avoidances_of(row, ring=ring()),
        needs=unseal(row, "needs", ring=ring()) or "",
        history=history_of_guest(session(), row),
        names=names_of([row.languages]),
        form=form,
    )


def _read(key: UUID) -> Guest:
    return read_logged(guest_for, key, act="hosting.read_guest", kind="guest")


def _candidates(board: Board, row: Guest) -> Sequence[tuple[FamilyRow, Assessment]]:
    """Return the families, the best first; those with conflicts behind."""
    found = [
        (family, board.assessment(row, family))
        for family in board.families
        if family.family.ended_at is None
    ]
    return sorted(
        found,
        key=lambda pair: (
            bool(pair[1].forbidden),
            len(pair[1].conflicts),
            -pair[1].score,
            pair[0].family.number,
        ),
    )


def _edit_page(row: Guest, form: GuestForm, *, status: int = 200) -> Response:
    page = {"form": form, "edition": found_edition(row.edition_id), "guest": row}
    return render("hosting/guest_form.html", status=status, **page)


def _leaving_page(key: UUID, form: ReasonForm | None, *, status: int = 200) -> Response:
    row = guest_for(session(), signed_in(), key)
    return render(
        "hosting/guest_leaving.html",
        status=status,
        guest=row,
        edition=found_edition(row.edition_id),
        form=form or ReasonForm(data={"version": row.version}),
    )


def _ending_page(key: UUID, form: ReasonForm, *, status: int = 200) -> Response:
    stay = placement_for(session(), signed_in(), key)
    edition = found_edition(stay.guest.edition_id)
    return render("hosting/stay_end.html", status=status, stay=stay, edition=edition, form=form)
