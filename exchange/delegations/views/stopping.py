"""Put a visit off, with new days or without; call it off."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.offers import Following
from exchange.delegations.enums import VisitState
from exchange.delegations.forms.visits import CancelForm, PostponeForm
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.moving import look_at_postponing, postpone_to
from exchange.delegations.services.states import cancel_visit, postpone_visit
from exchange.delegations.services.visits import subject_of
from exchange.delegations.views.page import blueprint
from exchange.tasks.models import Task
from exchange.tasks.queries import open_tasks_about
from exchange.tasks.rules import Span
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import loose_ends_of, offers
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/postponed")
@requires("visits:edit")
def postpone(key: UUID) -> Response:
    """Ask why a visit is put off, and for its new days where they are known."""
    visit = visit_by_id(session(), key)
    return _postpone_page(visit, PostponeForm(formdata=None, data={"version": visit.version}))


@blueprint.post("/<uuid:key>/postponed")
@requires("visits:edit")
def put_off(key: UUID) -> Response:
    """Put a visit off; with new days show what would follow, and move it as it was shown."""
    form, visit = PostponeForm(), whole_visit(session(), key)
    if not form.validate():
        return _postpone_page(visit, form, status=422)
    digest = request.form.get("digest", "")
    try:
        new = form.span()
        if new is not None and not digest:
            found, seen = look_at_postponing(
                session(), visit=visit, new=new, sources=offers().followers
            )
            return _postpone_page(visit, form, found=found, digest=seen)
        _put_off(key, form, new, digest)
    except DomainError as error:
        form.show(error)
        return _postpone_page(visit_by_id(session(), key), form, status=error.status)
    flash(message("delegations.flash.moved", state=label(VisitState.POSTPONED)))
    return redirect(url_for("delegations.show", key=key))


def _put_off(key: UUID, form: PostponeForm, new: Span | None, digest: str) -> None:
    reason, version = form.reason.data or "", form.row_version
    if new is None:
        postpone_visit(session(), actor=signed_in(), key=key, version=version, reason=reason)
        return
    postpone_to(
        session(),
        actor=signed_in(),
        key=key,
        version=version,
        reason=reason,
        new=new,
        digest=digest,
        sources=offers().followers,
    )


def _postpone_page(
    visit: Visit,
    form: PostponeForm,
    *,
    found: Sequence[Following] | None = None,
    digest: str = "",
    status: int = 200,
) -> Response:
    return render(
        "delegations/postpone.html",
        status=status,
        visit=visit,
        form=form,
        found=found,
        digest=digest,
    )


@blueprint.get("/<uuid:key>/cancelled")
@requires("visits:edit")
def cancel(key: UUID) -> Response:
    """Show what a visit has cost, what is open and who is to be told; ask why it is called off."""
    visit = visit_by_id(session(), key)
    form = CancelForm(formdata=None, data={"version": visit.version})
    return _cancel_page(visit, form.offer(_open_tasks(visit)))


@blueprint.post("/<uuid:key>/cancelled")
@requires("visits:edit")
def call_off(key: UUID) -> Response:
    """Call a visit off; then who is to be told is ticked off."""
    form = CancelForm().offer(_open_tasks(visit_by_id(session(), key)))

    def save() -> None:
        keep, keep_reason = form.kept()
        cancel_visit(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            reason=form.reason.data or "",
            keep=keep,
            keep_reason=keep_reason,
        )

    if status := refused(form, save):
        return _cancel_page(visit_by_id(session(), key), form, status=status)
    flash(message("delegations.flash.moved", state=label(VisitState.CANCELLED)))
    return redirect(url_for("delegations.tellings", key=key))


def _open_tasks(visit: Visit) -> Sequence[Task]:
    return open_tasks_about(session(), subject_of(visit))


def _cancel_page(visit: Visit, form: CancelForm, *, status: int = 200) -> Response:
    return render(
        "delegations/cancel.html",
        status=status,
        visit=visit,
        form=form,
        ends=loose_ends_of(visit.id),
    )
