"""Merges: the list, a draft and its recipients, the one act that sends, what was sent."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries import Span, visits_page
from exchange.letters.enums import Place
from exchange.letters.forms import MergeForm, merge_form, merge_started_from
from exchange.letters.merging import addressee, rendered
from exchange.letters.models import MailMerge
from exchange.letters.queries.merges import (
    last_merge,
    merge_by_id,
    merges_page,
    recipients_page,
    retries_of,
    unposted_count,
)
from exchange.letters.services.merges import draft_merge, drop_merge, redraft_merge
from exchange.letters.services.sending import confirm_merge, post_merge, send_again
from exchange.letters.views.page import KINDS, blueprint, one
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session

#: The status of a refusal that is said on the page it was made from.
_REFUSED: Final = 422


@blueprint.get("/merges/")
@requires("letters:read")
def merges() -> Response:
    """List merges, the latest first."""
    page = merges_page(session(), cursor=request.args.get("cursor"))
    return render("letters/merges.html", page=page)


@blueprint.get("/merges/new")
@requires("letters:edit")
def new_merge() -> Response:
    """Show the form of a merge, beside the last one of its kind."""
    kind = one(KINDS, request.args.get("kind", ""))
    known: dict[str, object] = {"day": clock.today(), "visit_id": request.args.get("visit", "")}
    if kind is not None:
        known["kind"] = kind.value
    if start := _key("start"):
        known |= merge_started_from(merge_by_id(session(), start))
    return _form_page(MergeForm(data=known))


@blueprint.post("/merges/new")
@requires("letters:edit")
def create_merge() -> Response:
    """Begin a merge."""
    form = _offering(MergeForm())
    status = refused(
        form,
        lambda: draft_merge(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    if status:
        return _form_page(form, status=status)
    return redirect(url_for("letters.recipients", key=form.row_key))


@blueprint.get("/merges/<uuid:key>/edit")
@requires("letters:edit")
def edit_merge(key: UUID) -> Response:
    """Show the form of a draft."""
    found = draft(key)
    return _form_page(merge_form(found), found)


@blueprint.post("/merges/<uuid:key>/edit")
@requires("letters:edit")
def revise_merge(key: UUID) -> Response:
    """Change a draft."""
    form = _offering(MergeForm(), draft(key))
    status = refused(
        form,
        lambda: redraft_merge(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _form_page(form, merge_by_id(session(), key), status=status)
    return redirect(url_for("letters.merge", key=key))


@blueprint.get("/merges/<uuid:key>/")
@requires("letters:read")
def merge(key: UUID) -> Response:
    """Show each letter of a draft as it would leave, or what was sent to each and how."""
    found = merge_by_id(session(), key)
    return _merge_page(found)


@blueprint.post("/merges/<uuid:key>/confirm")
@requires("letters:edit")
def send_merge(key: UUID) -> Response:
    """Send a merge; pressed twice it is sent once."""
    version = ActionForm.checked().row_version
    try:
        new = confirm_merge(session(), actor=signed_in(), key=key, version=version)
    except DomainError as error:
        if error.status != _REFUSED:
            raise
        session().rollback()
        return _merge_page(merge_by_id(session(), key), error)
    flash(message("letters.flash.merged" if new else "letters.flash.merged_before"))
    return redirect(url_for("letters.merge", key=key))


@blueprint.post("/merges/<uuid:key>/posted")
@requires("letters:edit")
def posted_merge(key: UUID) -> Response:
    """Note that the printed letters were posted."""
    ActionForm.checked()
    count = post_merge(session(), actor=signed_in(), key=key)
    flash(message("letters.flash.posted", count=count))
    return redirect(url_for("letters.merge", key=key))


@blueprint.post("/merges/<uuid:key>/recipients/<uuid:recipient>/again")
@requires("letters:edit")
def resend(key: UUID, recipient: UUID) -> Response:
    """Let a mail that was given up be tried anew."""
    ActionForm.checked()
    send_again(session(), actor=signed_in(), key=key, recipient=recipient)
    flash(message("letters.flash.again"))
    return redirect(url_for("letters.merge", key=key))


@blueprint.post("/merges/<uuid:key>/drop")
@requires("letters:edit")
def end_merge(key: UUID) -> Response:
    """Drop a draft."""
    version = ActionForm.checked().row_version
    drop_merge(session(), actor=signed_in(), key=key, version=version)
    flash(message("letters.flash.merge_dropped"))
    return redirect(url_for("letters.merges"))


def _merge_page(found: MailMerge, error: DomainError | None = None) -> Response:
    page = recipients_page(session(), found.id, cursor=request.args.get("cursor"))
    mails = [each.mail_id for each in page.rows if each.mail_id]
    is_sent = found.confirmed_at is not None
    return render(
        "letters/merge.html",
        status=error.status if error else 200,
        refusal=error.sentence if error else None,
        merge=found,
        page=page,
        letters={} if is_sent else {each.id: rendered(found, each) for each in page.rows},
        retries=retries_of(session(), mails) if mails else {},
        to_post=unposted_count(session(), found.id) if is_sent else 0,
        names={each.id: addressee(each, Language.JA) for each in page.rows},
        own_names=OWN_NAMES,
    )


def draft(key: UUID) -> MailMerge:
    """Return a merge that was not sent; raises BadRequestError for one that was."""
    found = merge_by_id(session(), key)
    if found.confirmed_at is not None:
        raise BadRequestError(message("letters.error.merge_sent"))
    return found


def _key(name: str) -> UUID | None:
    text = request.args.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequestError(message("letters.error.filter")) from error


def _offering(form: MergeForm, found: MailMerge | None = None) -> MergeForm:
    """Offer the visits to come and the last ones; the one it is about stays."""
    visits: list[Visit] = []
    for span in (Span.UPCOMING, Span.PAST):
        visits += visits_page(session(), span=span, today=clock.today()).rows
    if found and found.visit and found.visit not in visits:
        visits.append(found.visit)
    return form.offer(visits)


def _form_page(form: MergeForm, found: MailMerge | None = None, *, status: int = 200) -> Response:
    kind = one(KINDS, form.kind.data or "")
    return render(
        "letters/merge_form.html",
        status=status,
        form=_offering(form, found),
        merge=found,
        kind=kind,
        last=last_merge(session(), kind) if kind else None,
        named=list(Place),
        own_names=OWN_NAMES,
    )
