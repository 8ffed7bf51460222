"""The list of mails, for the division; what one says is for administrators."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.papers import mail_paper
from exchange.outbox.queries import attempts_of, list_mails, mail_by_id, waiting_count
from exchange.outbox.rules import signed
from exchange.outbox.services import hand_over, note_preview, retry_mail
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm
from exchange.web.pages import can_mail, flash, render, settings
from exchange.web.questions import one_asked
from exchange.web.transactions import aside_repeated, session

blueprint = Blueprint("outbox", __name__, url_prefix="/outbox")


@blueprint.get("/")
@requires("outbox:read")
def index() -> Response:
    """List mails and their states, newest first; what one says is on a page of its own."""
    state = one_asked("state", {each.value: each for each in MailState})
    page = list_mails(session(), state=state, cursor=request.args.get("cursor"))
    return render(
        "outbox/index.html",
        page=page,
        attempts=attempts_of(session(), page.rows),
        state=state,
        states=list(MailState),
        is_configured=can_mail(),
        waiting=waiting_count(session()),
    )


@blueprint.get("/<uuid:key>/")
@requires("jobs:read")
def show(key: UUID) -> Response:
    """Show what a mail says, or would say; that somebody read it is logged first."""
    who, mail = signed_in(), mail_by_id(session(), key)
    aside_repeated(lambda short: note_preview(short, actor=who, key=key))
    return render("outbox/show.html", mail=mail, lines=_lines(mail))


@blueprint.get("/<uuid:key>/mail.pdf")
@requires("jobs:read")
def paper(key: UUID) -> Response:
    """Print a mail that has not left, to be handed over; that somebody read it is logged first."""
    who, mail = signed_in(), mail_by_id(session(), key)
    if mail.body is None:
        raise NotFoundError
    aside_repeated(lambda short: note_preview(short, actor=who, key=key))
    answer = Response(mail_paper(mail, _lines(mail)), content_type="application/pdf")
    name_file(answer, "attachment", "mail.pdf", "mail.pdf")
    return answer


@blueprint.post("/<uuid:key>/hand-over")
@requires("jobs:edit")
def hand_over_now(key: UUID) -> Response:
    """Note that a printed mail was handed over."""
    ActionForm.checked()
    hand_over(session(), actor=signed_in(), mail=_locked(key))
    flash(message("outbox.flash.printed"))
    return redirect(url_for("outbox.index"))


@blueprint.post("/<uuid:key>/retry")
@requires("jobs:edit")
def try_again(key: UUID) -> Response:
    """Let a failed mail be sent anew."""
    ActionForm.checked()
    retry_mail(session(), actor=signed_in(), mail=_locked(key))
    flash(message("outbox.flash.retried"))
    return redirect(url_for("outbox.index"))


def _lines(mail: Mail) -> list[str]:
    """Return what a mail says as it would leave; nothing of one that has left."""
    return signed(mail.body, mail.language, settings().contact).splitlines() if mail.body else []


def _locked(key: UUID) -> Mail:
    mail = session().get(Mail, key, with_for_update=True)
    if mail is None:
        raise NotFoundError
    return mail
