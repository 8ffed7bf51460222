"""Inquiries for the division and the sections: list, question, answer, acceptance."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import Message, message
from exchange.indicators.progress import shown_year
from exchange.indicators.queries.sources import sources_of
from exchange.inquiries.enums import OPEN, InquiryState, Way
from exchange.inquiries.forms import AnswerForm, QuestionForm, ReasonForm, RecordForm
from exchange.inquiries.queries import (
    InquiryFilter,
    entries_seen,
    indicators_to_ask,
    indicators_to_record,
    inquiries_page,
    inquiry_for,
    is_reached,
    live_inquiry,
    sections_known,
    waiting_corrections,
)
from exchange.inquiries.rules import is_overdue
from exchange.inquiries.services import accept, answer, ask, give_back, withdraw, write_down
from exchange.inquiries.views.room import blueprint, printer
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm, refused
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.ledger import is_closed

_STATES: Final[dict[str, frozenset[InquiryState]]] = {
    "": frozenset(),
    "open": OPEN,
    "overdue": OPEN,
    **{each.value: frozenset({each}) for each in InquiryState},
}
#: How long a section is given, where the division types no other day.
_USUAL: Final = timedelta(days=21)


@blueprint.get("/")
@requires("inquiries:read")
def index() -> Response:
    """List inquiries, the most pressing first."""
    asked, today = request.args.get("state", ""), clock.today()
    if asked not in _STATES:
        raise BadRequestError(message("inquiries.error.filter"))
    wanted = InquiryFilter(
        states=_STATES[asked],
        section=request.args.get("section", ""),
        before=today if asked == "overdue" else None,
    )
    who = signed_in()
    page = inquiries_page(session(), who, wanted, cursor=request.args.get("cursor"))
    return render(
        "inquiries/index.html",
        page=page,
        asked=asked,
        section=wanted.section,
        states=list(InquiryState),
        waiting=[
            (entry, indicator, shown_year(indicator, entry.year))
            for entry, indicator in waiting_corrections(session())
        ]
        if who.may("inquiries:ask")
        else [],
        shown={
            row.id: (shown_year(row.indicator, row.year), is_overdue(row, today))
            for row in page.rows
        },
    )


@blueprint.get("/new")
@requires("inquiries:ask")
def new() -> Response:
    """Show the form of a question, for the indicator of the address."""
    known = {
        "indicator": request.args.get("indicator", ""),
        "due": clock.today() + _USUAL,
        "year": clock.today().year - 1,
    }
    return _new_page(QuestionForm(data=known))


@blueprint.post("/new")
@requires("inquiries:ask")
def send() -> Response:
    """Ask a section."""
    form, who = QuestionForm(), signed_in()
    form.offer(indicators_to_ask(session()))
    status = refused(
        form,
        lambda: ask(
            session(),
            actor=who,
            slug=form.indicator.data,
            question=form.question(),
            printer=printer(),
            key=form.row_key,
        ),
    )
    if status:
        return _new_page(form, status=status)
    flash(message("inquiries.flash.asked"))
    return redirect(url_for("inquiries.show", key=form.row_key))


@blueprint.get("/record")
@requires("inquiries:ask")
def record() -> Response:
    """Show the form of a value the division writes down itself."""
    known = {name: request.args.get(name, "") for name in ("indicator", "year")}
    return _record_page(RecordForm(data={**known, "year": _number(known["year"])}))


@blueprint.post("/record")
@requires("inquiries:ask")
def save_record() -> Response:
    """Write a value down, or correct the one that stands."""
    form, who = RecordForm(), signed_in()
    form.offer(indicators_to_record(session()))
    status = refused(
        form,
        lambda: write_down(
            session(),
            actor=who,
            slug=form.indicator.data,
            year=form.year.data,
            report=form.report(form.section.data),
            reason=form.reason.data or "",
            file=form.contents(),
        ),
    )
    if status:
        return _record_page(form, status=status)
    slug, year = form.indicator.data, form.year.data
    for entry, indicator in waiting_corrections(session()):
        if (indicator.slug, entry.year) == (slug, year):
            flash(message("inquiries.flash.entered"))
            return redirect(url_for("inquiries.correction", key=entry.id))
    flash(message("inquiries.flash.recorded"))
    return redirect(url_for("indicators.indicator", slug=slug))


@blueprint.get("/<uuid:key>/")
@requires("inquiries:read")
def show(key: UUID) -> Response:
    """Show an inquiry, what was entered for it, and what can be done now."""
    return _page(key)


@blueprint.post("/<uuid:key>/answer")
@requires("inquiries:answer")
def enter(key: UUID) -> Response:
    """Enter the value: the section itself, or the division from paper."""
    form, who = AnswerForm(), signed_in()
    return _done(
        key,
        form,
        lambda: answer(
            session(),
            actor=who,
            key=key,
            version=form.row_version,
            report=form.report(),
            file=form.contents(),
        ),
        message("inquiries.flash.answered"),
    )


@blueprint.post("/<uuid:key>/accept")
@requires("inquiries:ask")
def take(key: UUID) -> Response:
    """Let the value stand."""
    version = ActionForm.checked().row_version
    accept(session(), actor=signed_in(), key=key, version=version)
    flash(message("inquiries.flash.accepted"))
    return redirect(url_for("inquiries.show", key=key))


@blueprint.post("/<uuid:key>/return")
@requires("inquiries:ask")
def send_back(key: UUID) -> Response:
    """Give the value back with the reason."""
    form, who = ReasonForm(), signed_in()
    return _done(
        key,
        form,
        lambda: give_back(
            session(),
            actor=who,
            key=key,
            version=form.row_version,
            reason=form.reason.data,
            printer=printer(),
        ),
        message("inquiries.flash.returned"),
    )


@blueprint.post("/<uuid:key>/withdraw")
@requires("inquiries:ask")
def drop(key: UUID) -> Response:
    """Ask no longer."""
    form, who = ReasonForm(), signed_in()
    return _done(
        key,
        form,
        lambda: withdraw(
            session(), actor=who, key=key, version=form.row_version, reason=form.reason.data
        ),
        message("inquiries.flash.withdrawn"),
    )


def _done(key: UUID, form: BaseForm, save: Callable[[], object], told: Message) -> Response:
    if status := refused(form, save):
        return _page(key, form, status=status)
    flash(told)
    return redirect(url_for("inquiries.show", key=key))


def _page(key: UUID, form: BaseForm | None = None, *, status: int = 200) -> Response:
    who = signed_in()
    inquiry = inquiry_for(session(), who, key)
    opened = {"version": inquiry.version}
    entries = entries_seen(session(), who, inquiry)
    by_link = inquiry.way is Way.LINK and settings().public and who.may("inquiries:ask")
    return render(
        "inquiries/show.html",
        status=status,
        inquiry=inquiry,
        year=shown_year(inquiry.indicator, inquiry.year),
        entries=entries,
        sources=sources_of(session(), who, entries),
        is_open=inquiry.state in OPEN,
        overdue=is_overdue(inquiry, clock.today()),
        sealed=is_closed(session(), inquiry.year),
        reached=is_reached(session(), inquiry),
        address=printer().address(inquiry) if by_link else "",
        answer_form=form if isinstance(form, AnswerForm) else AnswerForm(data=opened),
        reason_form=form if isinstance(form, ReasonForm) else ReasonForm(data=opened),
    )


def _new_page(form: QuestionForm, *, status: int = 200) -> Response:
    form.offer(indicators_to_ask(session()))
    return render(
        "inquiries/new.html",
        status=status,
        form=form,
        sections=sections_known(session()),
        public=settings().public,
    )


def _record_page(form: RecordForm, *, status: int = 200) -> Response:
    form.offer(indicators_to_record(session()))
    live = live_inquiry(session(), form.indicator.data or "", form.year.data or 0)
    return render("inquiries/record.html", status=status, form=form, live=live)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else None
