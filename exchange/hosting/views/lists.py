"""Take the foundation's list in: paste or send it, look at every line, and only then save."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.documents.pasted import write_pasted
from exchange.hosting.enums import Column, Fate
from exchange.hosting.forms.lists import ListForm, columns_from
from exchange.hosting.hostlist import HostList, read_list
from exchange.hosting.queries.families import known_families
from exchange.hosting.rules.stays import ensure_hosts
from exchange.hosting.services import take_in
from exchange.hosting.views.board import purge_facts
from exchange.hosting.views.room import blueprint, found_edition, ring
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/editions/<uuid:key>/list")
@requires("hosts:edit")
def host_list(key: UUID) -> Response:
    """Ask for the list."""
    return _asking(key, ListForm())


@blueprint.post("/editions/<uuid:key>/list")
@requires("hosts:edit")
def preview_list(key: UUID) -> Response:
    """Show what would become of each line; nothing is saved but that known families were read."""
    form = ListForm()
    if not form.validate():
        return _asking(key, form, status=422)
    try:
        ensure_hosts(found_edition(key).direction, found_edition(key).state)
        return _preview(key, form)
    except DomainError as error:
        form.show(error)
        return _asking(key, form, status=error.status)


@blueprint.post("/editions/<uuid:key>/list/confirm")
@requires("hosts:edit")
def take_list(key: UUID) -> Response:
    """Save the list, all of it or nothing."""
    form = ListForm()
    if not form.validate():
        return _asking(key, form, status=422)
    try:
        found = take_in(
            session(),
            actor=signed_in(),
            edition_id=key,
            rows=form.read_cells(),
            columns=columns_from(request.form),
            ring=ring(),
        )
    except DomainError as error:
        form.show(error)
        return _asking(key, form, status=error.status)
    counts = _counts(found)
    flash(message("hosting.flash.list", new=counts[Fate.NEW], changed=counts[Fate.CHANGED]))
    return redirect(url_for("hosting.board", key=key))


def _preview(key: UUID, form: ListForm) -> Response:
    edition = found_edition(key)
    rows = form.read_cells()
    subject = Subject("edition", key)
    record(
        session(),
        actor=signed_in(),
        act="hosting.read_list",
        subject=subject,
        purpose=Purpose.PREPARATION,
    )
    known = known_families(session(), edition, ring=ring())
    columns = columns_from(request.form)
    found = read_list(rows, known, near=edition.starts, columns=columns)
    return render(
        "hosting/list_preview.html",
        edition=edition,
        found=found,
        headings=[(place, words) for place, words in enumerate(found.header) if words],
        counts=_counts(found),
        columns=list(Column),
        text=write_pasted(rows),
        form=form,
    )


def _asking(key: UUID, form: ListForm, *, status: int = 200) -> Response:
    return render("hosting/list.html", status=status, form=form, **purge_facts(key))


def _counts(found: HostList) -> dict[Fate, int]:
    return {fate: sum(line.fate is fate for line in found.lines) for fate in Fate}
