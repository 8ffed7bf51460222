"""Give a visit new days, and make a visit from an earlier one."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Following
from exchange.delegations.forms.visits import DatesForm, VisitForm, copy_form
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.copying import copy_visit
from exchange.delegations.services.moving import look_at_dates, move_visit
from exchange.delegations.services.visits import fallback_of, span_of
from exchange.delegations.views.page import blueprint
from exchange.delegations.views.visits import offered
from exchange.tasks.rules import Span
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import offers
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/dates")
@requires("visits:edit")
def dates(key: UUID) -> Response:
    """Ask for the new days of a visit; `fallback=1` shows at once what its fallback days bring."""
    visit = whole_visit(session(), key)
    fallback = fallback_of(visit) if request.args.get("fallback") else None
    days = fallback or span_of(visit)
    form = DatesForm(formdata=None, data={"starts": days.first, "ends": days.last})
    return _looked_at(visit, form, days) if fallback else _dates_page(visit, form)


@blueprint.post("/<uuid:key>/dates")
@requires("visits:edit")
def change_dates(key: UUID) -> Response:
    """Show what would follow; with the digest of what was shown, move the visit."""
    form, visit = DatesForm(), whole_visit(session(), key)
    if not form.validate():
        return _dates_page(visit, form, status=422)
    digest, sources = request.form.get("digest", ""), offers().followers
    if not digest:
        return _looked_at(visit, form, form.span())
    try:
        move_visit(
            session(),
            actor=signed_in(),
            key=key,
            new=form.span(),
            digest=digest,
            sources=sources,
        )
    except DomainError as error:
        form.show(error)
        return _dates_page(whole_visit(session(), key), form, status=error.status)
    flash(message("delegations.flash.dates"))
    return redirect(url_for("delegations.show", key=key))


@blueprint.get("/<uuid:key>/copy")
@requires("visits:edit")
def copy(key: UUID) -> Response:
    """Show the form of a visit like an earlier one."""
    visit = whole_visit(session(), key)
    return _copy_page(visit, offered(copy_form(visit), visit))


@blueprint.post("/<uuid:key>/copy")
@requires("visits:edit")
def make_copy(key: UUID) -> Response:
    """Create the visit with the usual steps of the earlier one, and what other rooms bring."""
    form = offered(VisitForm(), whole_visit(session(), key))
    status = refused(
        form,
        lambda: copy_visit(
            session(),
            actor=signed_in(),
            source_id=key,
            plan=form.plan(),
            key=form.row_key,
            copiers=offers().copiers,
        ),
    )
    if status:
        return _copy_page(visit_by_id(session(), key), form, status=status)
    flash(message("delegations.flash.copied"))
    return redirect(url_for("delegations.show", key=form.row_key))


def _looked_at(visit: Visit, form: DatesForm, new: Span) -> Response:
    """Show what would follow, before anything moves."""
    try:
        found, seen = look_at_dates(session(), visit=visit, new=new, sources=offers().followers)
    except DomainError as error:
        form.show(error)
        return _dates_page(visit, form, status=error.status)
    return _dates_page(visit, form, found=found, digest=seen)


def _dates_page(
    visit: Visit,
    form: DatesForm,
    *,
    found: Sequence[Following] | None = None,
    digest: str = "",
    status: int = 200,
) -> Response:
    return render(
        "delegations/dates.html",
        status=status,
        visit=visit,
        form=form,
        found=found,
        digest=digest,
    )


def _copy_page(visit: Visit, form: VisitForm, *, status: int = 200) -> Response:
    return render("delegations/copy.html", status=status, visit=visit, form=form)
