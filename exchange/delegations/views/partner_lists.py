"""A partner's own list: opened by a signed link, written there, looked at by the office."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import through_link
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import Link, LinkPurpose, find_signed
from exchange.core.messages import Message, message
from exchange.core.permissions import system_actor
from exchange.delegations.enums import MemberField, MemberRole
from exchange.delegations.forms.partner_lists import PartnerListForm
from exchange.delegations.memberlist.forms import ASKED, FormRow, rows_of_table, with_spare
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import members_of
from exchange.delegations.queries.lists import handed_in, kept_file
from exchange.delegations.queries.partner_links import visit_of_link
from exchange.delegations.services.lists import Sent, keep_blanks, receive_list
from exchange.delegations.views.lists import keyring
from exchange.web import languages
from exchange.web.access import public
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session

blueprint = Blueprint("partner_list", __name__, url_prefix="/partner-list")
blueprint.after_request(keep_private)

_ROLES: Final = tuple(MemberRole)


@blueprint.before_request
def prepare() -> None:
    """On a closed network there are no links."""
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Show the list to write: as it was handed in, else as it is on record."""
    link, visit = _found(token)
    return _page(token, visit, PartnerListForm(), _rows(link, visit), handed=_handed(link))


@blueprint.post("/<token>")
@public
def hand_in(token: str) -> Response:
    """Keep the list for the office to look at; no member changes by it."""
    link, visit = _found(token)
    form = PartnerListForm()
    if not form.validate():
        return _page(token, visit, form, form.rows(), status=422)
    try:
        sent = form.sent()
    except DomainError as error:
        form.show(error)
        return _page(token, visit, form, form.rows(), status=error.status)
    if faults := form.faults(sent):
        rows = rows_of_table(sent.file)  # numbered as the sentences are
        return _page(token, visit, form, rows, faults=faults, status=422)
    row = receive_list(
        session(),
        actor=system_actor(visit.partners[0].names["ja"]),
        visit_id=visit.id,
        sent=Sent(sent.file_name, sent.file, link),
        ring=keyring(),
        key=form.row_key,
    )
    keep_blanks(row)
    flash(message("delegations.partner_list.flash.handed_in"))
    return redirect(url_for("partner_list.show", token=token, lang=languages.current()))


def _found(token: str) -> tuple[Link, Visit]:
    """Return a link and its visit; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def _linked(held: Session, token: str) -> tuple[Link, Visit]:
    secret = settings().secret_key or ""
    link = find_signed(held, LinkPurpose.PARTNER_LIST, token, secret=secret)
    return link, visit_of_link(held, link)


def _handed(link: Link) -> bool:
    return handed_in(session(), link.id) is not None


def _rows(link: Link, visit: Visit) -> Sequence[FormRow]:
    """Return what the form opens with: never more of a member than the partner's own list says."""
    sent = handed_in(session(), link.id)
    if sent is None:
        return [_row(member) for member in members_of(session(), visit.id)]
    file = kept_file(sent, keyring())
    return rows_of_table(file) if file else ()


def _row(member: VisitMember) -> FormRow:
    title = member.title_as_sent or (
        member.title.in_language(languages.current()) if member.title else ""
    )
    return {
        MemberField.FULL_NAME: member.person.name.written,
        MemberField.TITLE: title,
        MemberField.AFFILIATION: member.person.affiliation,
        MemberField.ROLE: member.role.value,
    }


def _page(
    token: str,
    visit: Visit,
    form: PartnerListForm,
    rows: Sequence[FormRow],
    *,
    faults: Sequence[tuple[int, Message]] = (),
    handed: bool = False,
    status: int = 200,
) -> Response:
    return render(
        "partner_list/show.html",
        status=status,
        visit=visit,
        token=token,
        form=form,
        rows=with_spare(rows),
        asked=tuple(ASKED),
        roles=_ROLES,
        faults=faults,
        handed=handed,
        native=visit.partners[0].native_language,
    )
