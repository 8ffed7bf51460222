"""Lists of members: sent, looked at beside the record, confirmed as a whole."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.delegations.enums import ListState, MemberFate, MemberField
from exchange.delegations.forms.lists import (
    ConfirmListForm,
    ReadListForm,
    SendListForm,
    typed_terms,
)
from exchange.delegations.memberlist.dryrun import ListRun
from exchange.delegations.models import MemberList, Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.lists import (
    is_complete,
    is_of_guests,
    lately_sent,
    list_by_id,
    list_run,
)
from exchange.delegations.services.list_confirming import confirm_list
from exchange.delegations.services.lists import discard_list, receive_list, reread_list
from exchange.delegations.services.titles import approve_term
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.offers import printed_papers
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session

#: Lines of the list shown beside the columns.
_PREVIEW: Final = 3
_TONES: Final = {
    MemberFate.ADDED: "good",
    MemberFate.GONE: "stop",
    MemberFate.CHANGED: "progress",
    MemberFate.SAME: "neutral",
    MemberFate.REFUSED: "stop",
}
LIST_TONES: Final = {
    ListState.WAITING: "caution",
    ListState.CONFIRMED: "good",
    ListState.DROPPED: "neutral",
}


@blueprint.get("/<uuid:key>/members/list")
@requires("visits:edit")
def new_list(key: UUID) -> Response:
    """Ask for a list: a file or pasted cells; name what was sent before."""
    return _new_page(key, SendListForm())


@blueprint.post("/<uuid:key>/members/list")
@requires("visits:edit")
def send_list(key: UUID) -> Response:
    """Keep what was sent until it is confirmed; no member is touched. Sent twice it is one."""
    form = SendListForm()
    if not form.validate():
        return _new_page(key, form, status=422)
    try:
        sent = form.sent()  # read before the transaction takes its lock
        row = receive_list(
            session(),
            actor=signed_in(),
            visit_id=key,
            sent=sent,
            ring=keyring(),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_page(key, form, status=error.status)
    return redirect(url_for("delegations.member_list", key=key, list_id=row.id))


@blueprint.get("/<uuid:key>/members/lists/<uuid:list_id>/")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def member_list(key: UUID, list_id: UUID) -> Response:
    """Show what a list would change now, or what became of it."""
    return _page(key, list_id, ConfirmListForm())


@blueprint.post("/<uuid:key>/members/lists/<uuid:list_id>/reading")
@requires("visits:edit")
def read_list_as(key: UUID, list_id: UUID) -> Response:
    """Read a list in another way, and remember what the partner's headings mean."""
    run = _run(key, list_id)
    form = ReadListForm()
    form.offer(run.reading)
    if not form.validate():
        confirm = ConfirmListForm(formdata=None)
        return _page(key, list_id, confirm, status=422, reading_form=form)
    said = run.reading.said(request.form, MemberField, row=form.header_row.data)
    reread_list(
        session(),
        actor=signed_in(),
        visit_id=key,
        key=list_id,
        version=form.row_version,
        manners=form.manners(run.reading, said),
        ring=keyring(),
    )
    flash(message("delegations.list.flash.read"))
    return _to(key, list_id)


@blueprint.post("/<uuid:key>/members/lists/<uuid:list_id>/titles")
@requires("visits:edit")
def approve_titles(key: UUID, list_id: UUID) -> Response:
    """Approve words for titles of a list that the glossary does not know."""
    ActionForm.checked()
    visit, run = visit_by_id(session(), key), _run(key, list_id)
    partner = visit.partners[0]
    terms = typed_terms(run.diff, request.form, partner.native_language)
    for term_key, details in terms:
        approve_term(
            session(),
            actor=signed_in(),
            partner_id=partner.id,
            details=details,
            key=term_key,
            is_demo=visit.is_demo,
        )
    flash(message("delegations.title.flash.approved", count=len(terms)))
    return _to(key, list_id)


@blueprint.post("/<uuid:key>/members/lists/<uuid:list_id>/confirm")
@requires("visits:edit")
def take_list(key: UUID, list_id: UUID) -> Response:
    """Take over what was announced, as a whole."""
    form = ConfirmListForm()
    if not form.validate():
        return _page(key, list_id, form, status=422)
    try:
        sent = list_by_id(session(), key, list_id)
        if sent.state is ListState.WAITING:
            confirm_list(
                session(),
                actor=signed_in(),
                visit_id=key,
                key=list_id,
                confirmation=form.confirmation(_run(key, list_id).diff, request.form),
                ring=keyring(),
            )
    except DomainError as error:
        form.show(error)
        return _page(key, list_id, form, status=error.status)
    return _to(key, list_id)


@blueprint.post("/<uuid:key>/members/lists/<uuid:list_id>/discard")
@requires("visits:edit")
def drop_list(key: UUID, list_id: UUID) -> Response:
    """Drop a list at once."""
    form = ActionForm.checked()
    discard_list(session(), actor=signed_in(), visit_id=key, key=list_id, version=form.row_version)
    flash(message("delegations.list.flash.discarded"))
    return redirect(url_for("delegations.new_list", key=key))


def keyring() -> Keyring:
    """Return the keys of sealed columns."""
    return Keyring.parse(settings().present_data_key())


def _run(key: UUID, list_id: UUID) -> ListRun:
    visit, sent = visit_by_id(session(), key), list_by_id(session(), key, list_id)
    return list_run(session(), visit, sent, keyring())


def _new_page(key: UUID, form: SendListForm, *, status: int = 200) -> Response:
    return render(
        "delegations/list_new.html",
        status=status,
        visit=visit_by_id(session(), key),
        form=form,
        sent=lately_sent(session(), key),
        tones=LIST_TONES,
    )


def _page(
    key: UUID,
    list_id: UUID,
    form: ConfirmListForm,
    *,
    status: int = 200,
    reading_form: ReadListForm | None = None,
) -> Response:
    visit, sent = visit_by_id(session(), key), list_by_id(session(), key, list_id)
    if sent.state is not ListState.WAITING:
        return render("delegations/list_done.html", status=status, visit=visit, sent=sent)
    return _dry_run(visit, sent, (form, reading_form), status=status)


def _dry_run(
    visit: Visit,
    sent: MemberList,
    forms: tuple[ConfirmListForm, ReadListForm | None],
    *,
    status: int,
) -> Response:
    run = list_run(session(), visit, sent, keyring())
    form, reading_form = forms
    form.digest.data = run.diff.digest
    head = run.reading.table.head
    return render(
        "delegations/list.html",
        status=status,
        visit=visit,
        sent=sent,
        run=run,
        papers=run.diff.papers(visit.direction, printed_papers(visit.id)),
        form=form,
        reading_form=reading_form
        or ReadListForm.opened(run.reading, version=sent.version, complete=is_complete(sent)),
        preview=run.reading.table.sheet.rows[head.row :][:_PREVIEW],
        fields=tuple(MemberField),
        tones=_TONES,
        guests=is_of_guests(visit),
    )


def _to(key: UUID, list_id: UUID) -> Response:
    return redirect(url_for("delegations.member_list", key=key, list_id=list_id))
