"""A visit's members page by page, those who left, and who is the head."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.orders import former_members, has_head, members_page
from exchange.delegations.services.members import flag_head
from exchange.delegations.views.page import blueprint, refused
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/members/")
@requires("members:read")
def members(key: UUID) -> Response:
    """List the members in their order of precedence."""
    visit = visit_by_id(session(), key)
    page, before = members_page(session(), key, cursor=request.args.get("cursor"))
    return render(
        "delegations/members.html",
        visit=visit,
        page=page,
        before=before,
        count=page.count,
        headless=bool(page.rows) and not has_head(session(), key),
    )


@blueprint.get("/<uuid:key>/members/former")
@requires("members:read")
def former(key: UUID) -> Response:
    """List who left, and who came in their place."""
    page = former_members(session(), key, cursor=request.args.get("cursor"))
    return render("delegations/former.html", visit=visit_by_id(session(), key), page=page)


@blueprint.post("/<uuid:key>/members/<uuid:member_id>/head")
@requires("visits:edit")
def flag_member(key: UUID, member_id: UUID) -> Response:
    """Make a member the head of the delegation."""
    form = ActionForm.checked()
    try:
        flag_head(
            session(), actor=signed_in(), visit_id=key, key=member_id, version=form.row_version
        )
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.head"))
    return redirect(url_for("delegations.members", key=key))
