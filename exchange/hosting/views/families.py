"""One family: its page, its form, the checks of its adults, its end."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.hosting.forms.families import CheckForm, FamilyForm, family_values
from exchange.hosting.forms.guests import ReasonForm
from exchange.hosting.models import HostFamily
from exchange.hosting.queries.families import details_of, family_for, member_for
from exchange.hosting.queries.fitting import standings_of, whole
from exchange.hosting.queries.guests import history_of_family
from exchange.hosting.queries.pairs import taking_part
from exchange.hosting.rules.checks import CONTACTS_NEEDED, may_host
from exchange.hosting.rules.stays import within
from exchange.hosting.services import add_family, change_family, end_family, record_check
from exchange.hosting.views.room import blueprint, found_edition, read_logged, ring, spoken
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.models import Registration


@blueprint.get("/families/<uuid:key>/")
@requires("hosts:read")
def family(key: UUID) -> Response:
    """Show all that is kept of a family; that it was read is logged."""
    row = _read(key)
    edition = found_edition(row.edition_id)
    free = within(row.free_from, row.free_until, whole(edition))
    standings = standings_of(row.members, max(free.first, min(free.last, edition.ends)))
    present = [member.id for member in row.members if member.left_at is None]
    return render(
        "hosting/family.html",
        family=row,
        edition=edition,
        details=details_of(row, ring=ring()),
        free=free,
        languages_spoken=spoken(row.languages),
        standings=standings,
        may_host=may_host([each for key, each in standings.items() if key in present]),
        needed=CONTACTS_NEEDED,
        history=history_of_family(session(), row),
    )


@blueprint.get("/editions/<uuid:key>/families/new")
@requires("hosts:edit")
@shows(Purpose.PREPARATION, "edition")
def new_family(key: UUID) -> Response:
    """Show the form for one family."""
    return _new_page(key, FamilyForm())


@blueprint.post("/editions/<uuid:key>/families/new")
@requires("hosts:edit")
def create_family(key: UUID) -> Response:
    """Add one family."""
    form = FamilyForm().offer(taking_part(session(), signed_in(), found_edition(key)))
    status = refused(
        form,
        lambda: add_family(
            session(),
            actor=signed_in(),
            edition_id=key,
            details=form.details,
            ring=ring(),
            registration_id=form.child_id,
            key=form.row_key,
        ),
    )
    if status:
        return _new_page(key, form, status=status)
    flash(message("hosting.flash.family_added"))
    return redirect(url_for("hosting.family", key=form.row_key))


@blueprint.get("/families/<uuid:key>/edit")
@requires("hosts:edit")
def edit_family(key: UUID) -> Response:
    """Show a family's form; that it was read is logged."""
    row = _read(key)
    details = details_of(row, ring=ring())
    return _edit_page(key, FamilyForm(data=family_values(row, details, spoken(row.languages))))


@blueprint.post("/families/<uuid:key>/edit")
@requires("hosts:edit")
def save_family(key: UUID) -> Response:
    """Change a family."""
    row = family_for(session(), signed_in(), key)
    form = FamilyForm().offer(_children(row))
    status = refused(
        form,
        lambda: change_family(
            session(),
            actor=signed_in(),
            family_id=key,
            details=form.details,
            version=form.row_version,
            ring=ring(),
            registration_id=form.child_id,
        ),
    )
    if status:
        return _edit_page(key, form, status=status)
    flash(message("hosting.flash.family_changed"))
    return redirect(url_for("hosting.family", key=key))


@blueprint.get("/families/<uuid:key>/end")
@requires("hosts:edit")
def family_ending(key: UUID) -> Response:
    """Ask why no further guest is placed with a family."""
    return _end_page(key, None)


@blueprint.post("/families/<uuid:key>/end")
@requires("hosts:edit")
def finish_family(key: UUID) -> Response:
    """Place no further guest with a family."""
    form = ReasonForm()
    status = refused(
        form,
        lambda: end_family(
            session(),
            actor=signed_in(),
            family_id=key,
            reason=form.reason.data,
            version=form.row_version,
        ),
    )
    if status:
        return _end_page(key, form, status=status)
    flash(message("hosting.flash.family_ended"))
    return redirect(
        url_for("hosting.board", key=family_for(session(), signed_in(), key).edition_id)
    )


@blueprint.get("/members/<uuid:key>/checks/new")
@requires("hosts:edit")
def new_check(key: UUID) -> Response:
    """Show the form for a check."""
    return _check_page(key, CheckForm())


@blueprint.post("/members/<uuid:key>/checks/new")
@requires("hosts:edit")
def create_check(key: UUID) -> Response:
    """Write a check down."""
    form = CheckForm()
    status = refused(
        form,
        lambda: record_check(
            session(), actor=signed_in(), member_id=key, details=form.details, key=form.row_key
        ),
    )
    if status:
        return _check_page(key, form, status=status)
    row, _ = member_for(session(), signed_in(), key)
    flash(message("hosting.flash.checked"))
    return redirect(url_for("hosting.family", key=row.id))


def _read(key: UUID) -> HostFamily:
    return read_logged(family_for, key, act="hosting.read_family", kind="host_family")


def _children(row: HostFamily) -> Sequence[Registration]:
    edition = found_edition(row.edition_id)
    return taking_part(session(), signed_in(), edition, named=row.registration_id)


def _new_page(key: UUID, form: FamilyForm, *, status: int = 200) -> Response:
    edition = found_edition(key)
    form.offer(taking_part(session(), signed_in(), edition))
    page = {"form": form, "edition": edition, "family": None}
    return render("hosting/family_form.html", status=status, **page)


def _edit_page(key: UUID, form: FamilyForm, *, status: int = 200) -> Response:
    row = family_for(session(), signed_in(), key)
    edition = found_edition(row.edition_id)
    form.offer(_children(row))
    page = {"form": form, "edition": edition, "family": row}
    return render("hosting/family_form.html", status=status, **page)


def _end_page(key: UUID, form: ReasonForm | None, *, status: int = 200) -> Response:
    row = family_for(session(), signed_in(), key)
    return render(
        "hosting/family_end.html",
        status=status,
        family=row,
        edition=found_edition(row.edition_id),
        form=form or ReasonForm(data={"version": row.version}),
    )


def _check_page(key: UUID, form: CheckForm, *, status: int = 200) -> Response:
    row, member = member_for(session(), signed_in(), key)
    edition = found_edition(row.edition_id)
    page = {"form": form, "family": row, "member": member, "edition": edition}
    return render("hosting/check_form.html", status=status, **page)
