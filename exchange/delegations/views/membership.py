"""A visit's members page by page, those who left, who is the head, and the partner's link."""

from datetime import date
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.delegations.forms.partner_lists import LinkForm
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.lists import waiting_lists
from exchange.delegations.queries.orders import former_members, has_head, members_page
from exchange.delegations.queries.partner_links import (
    language_of,
    last_day_of,
    live_link,
    may_be_written,
)
from exchange.delegations.services.members import flag_head
from exchange.delegations.services.partner_links import LinkPrinter, make_link, revoke_link
from exchange.delegations.views.page import blueprint, refused
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.forms import refused as refused_by
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/members/")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
def members(key: UUID) -> Response:
    """List the members in their order of precedence."""
    return _page(key)


@blueprint.post("/<uuid:key>/members/link")
@requires("visits:edit")
def issue(key: UUID) -> Response:
    """Make the link by which the partner writes its list; an earlier one ends."""
    form = LinkForm()
    status = refused_by(form, lambda: _make(key, form))
    if status:
        return _page(key, form, status=status)
    flash(message("delegations.link.flash.made"))
    return redirect(url_for("delegations.members", key=key, _anchor="link"))


@blueprint.post("/<uuid:key>/members/link/revoke")
@requires("visits:edit")
def revoke(key: UUID) -> Response:
    """End the partner's link now."""
    ActionForm.checked()
    revoke_link(session(), actor=signed_in(), visit_id=key)
    flash(message("delegations.link.flash.revoked"))
    return redirect(url_for("delegations.members", key=key, _anchor="link"))


@blueprint.get("/<uuid:key>/members/former")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
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


def _make(key: UUID, form: LinkForm) -> Link:
    if not settings().public:
        raise DomainError(message("delegations.link.error.closed"))
    return make_link(
        session(),
        actor=signed_in(),
        visit_id=key,
        last_day=form.last_day.data,
        today=_today(),
    )


def _page(key: UUID, form: LinkForm | None = None, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    page, before = members_page(session(), key, cursor=request.args.get("cursor"))
    return render(
        "delegations/members.html",
        status=status,
        visit=visit,
        page=page,
        before=before,
        count=page.count,
        headless=bool(page.rows) and not has_head(session(), key),
        waiting=waiting_lists(session(), key) if signed_in().may("visits:edit") else (),
        **_link(visit, form),
    )


def _link(visit: Visit, form: LinkForm | None) -> dict[str, object]:
    """Return what is shown of the partner's link to those who may make one."""
    if not (signed_in().may("visits:edit") and settings().public and may_be_written(visit)):
        return {"link_form": None}
    link = live_link(session(), visit.id)
    printer = LinkPrinter(settings().base_url, settings().secret_key or "")
    return {
        "link": link,
        "last_day": last_day_of(link) if link else None,
        "address": printer.address(link, language_of(visit)) if link else "",
        "link_form": form or LinkForm.opened(visit, today=_today()),
    }


def _today() -> date:
    """Return the office's day by the machine's clock, by which links end."""
    return clock.machine_now().astimezone(OFFICE_ZONE).date()
