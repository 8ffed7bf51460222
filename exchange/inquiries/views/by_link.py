"""A section answers by the link it was sent: one figure, no account."""

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import through_link
from exchange.core.errors import NotFoundError
from exchange.core.links import Link, LinkPurpose, find_signed
from exchange.core.messages import message
from exchange.core.permissions import system_actor
from exchange.indicators.progress import shown_year
from exchange.indicators.queries.sources import sources_of
from exchange.indicators.queries.values import values_of
from exchange.inquiries.enums import OPEN
from exchange.inquiries.forms import AnswerForm
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import inquiry_of_link
from exchange.inquiries.services import answer_by_link
from exchange.web import languages
from exchange.web.access import public
from exchange.web.forms import refused
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.ledger import is_closed

blueprint = Blueprint("figures", __name__, url_prefix="/figures")


@blueprint.before_request
def prepare() -> None:
    """On a closed network there are no links."""
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Neither store the page nor tell its address to anybody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Show what is asked, and the form of the answer."""
    _, inquiry = _found(token)
    return _page(token, inquiry, AnswerForm())


@blueprint.post("/<token>")
@public
def hand_in(token: str) -> Response:
    """Keep the answer for the division to accept."""
    link, inquiry = _found(token)
    form, who = AnswerForm(), system_actor(inquiry.section)
    status = refused(
        form,
        lambda: answer_by_link(
            session(), actor=who, link=link, report=form.report(), file=form.contents()
        ),
    )
    if status:
        return _page(token, inquiry, form, status=status)
    flash(message("inquiries.flash.answered"))
    return redirect(url_for("figures.show", token=token, lang=languages.current()))


def _found(token: str) -> tuple[Link, Inquiry]:
    """Return a link and its inquiry; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def _linked(held: Session, token: str) -> tuple[Link, Inquiry]:
    secret = settings().secret_key or ""
    link = find_signed(held, LinkPurpose.INQUIRY, token, secret=secret)
    return link, inquiry_of_link(held, link)


def _page(token: str, inquiry: Inquiry, form: AnswerForm, *, status: int = 200) -> Response:
    entries = values_of(session(), inquiry.indicator_id, inquiry.year, section=inquiry.section)
    return render(
        "inquiries/by_link.html",
        status=status,
        token=token,
        inquiry=inquiry,
        year=shown_year(inquiry.indicator, inquiry.year),
        entries=entries,
        sources=sources_of(session(), system_actor(inquiry.section), entries),
        is_open=inquiry.state in OPEN,
        sealed=is_closed(session(), inquiry.year),
        form=form,
    )
