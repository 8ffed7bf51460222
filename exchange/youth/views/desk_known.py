"""Pupils of earlier editions, put into a new one without retyping."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.registrations import KnownForm
from exchange.youth.queries.known import drafts_of, known_pupils
from exchange.youth.queries.schools import school_by_id
from exchange.youth.services.known import register_known
from exchange.youth.views.desk import blueprint, edition_row, own_school_id


@blueprint.get("/editions/<uuid:key>/known")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "edition")
def known(key: UUID) -> Response:
    """List the school's earlier pupils who are not in an edition yet."""
    return _page(key, KnownForm())


@blueprint.post("/editions/<uuid:key>/known")
@requires("desk:register")
def register_several(key: UUID) -> Response:
    """Register the ticked pupils as they were last time, all or none."""
    form = KnownForm()
    if status := refused(form, lambda: _register(key, form)):
        return _page(key, form, status=status)
    flash(message("youth.known.flash", count=len(form.chosen.data)))
    return redirect(url_for("desk.index"))


def _register(key: UUID, form: KnownForm) -> None:
    register_known(
        session(),
        actor=signed_in(),
        edition_id=key,
        pupil_ids=form.chosen.data,
        declared=form.declared,
    )


def _page(key: UUID, form: KnownForm, *, status: int = 200) -> Response:
    row, school = edition_row(key), school_by_id(session(), own_school_id())
    cursor = request.args.get("cursor")
    page, rows = known_pupils(session(), school, row.edition, cursor=cursor)
    drafts = drafts_of(session(), school, row.edition)
    if not form.is_submitted():
        form.chosen.data = [each.pupil.id for each in drafts if each.offered]
    return render(
        "desk/known.html", status=status, row=row, page=page, rows=rows, drafts=drafts, form=form
    )
