"""Record the paper on which a visit is decided, before the decision and with it."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import label, message
from exchange.delegations.enums import VisitState
from exchange.delegations.forms.visits import ApprovalForm, DraftForm, recorded
from exchange.delegations.queries import visit_by_id
from exchange.delegations.services.states import approve_visit, draft_visit
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/draft")
@requires("visits:edit")
def draft(key: UUID) -> Response:
    """Show the form of the draft's record."""
    return _draft_page(key, DraftForm(formdata=None, data=recorded(visit_by_id(session(), key))))


@blueprint.post("/<uuid:key>/draft")
@requires("visits:edit")
def keep_draft(key: UUID) -> Response:
    """Record the draft."""
    form = DraftForm()

    def save() -> None:
        draft_visit(
            session(), actor=signed_in(), key=key, version=form.row_version, draft=form.draft()
        )

    if status := refused(form, save):
        return _draft_page(key, form, status)
    flash(message("delegations.flash.saved"))
    return _back(key)


@blueprint.get("/<uuid:key>/approval")
@requires("visits:edit")
def approval(key: UUID) -> Response:
    """Show the form of the approval record, with what is recorded of the draft."""
    data = recorded(visit_by_id(session(), key))
    return _approval_page(key, ApprovalForm(formdata=None, data=data))


@blueprint.post("/<uuid:key>/approval")
@requires("visits:edit")
def approve(key: UUID) -> Response:
    """Record the approval."""
    form = ApprovalForm()

    def save() -> None:
        approve_visit(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            approval=form.approval(),
        )

    if status := refused(form, save):
        return _approval_page(key, form, status)
    flash(message("delegations.flash.moved", state=label(VisitState.APPROVED)))
    return _back(key)


def _draft_page(key: UUID, form: DraftForm, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/draft.html", status=status, visit=visit, form=form)


def _approval_page(key: UUID, form: ApprovalForm, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/approval.html", status=status, visit=visit, form=form)


def _back(key: UUID) -> Response:
    return redirect(url_for("delegations.show", key=key))
