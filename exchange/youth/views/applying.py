"""Guardians register their children: a link by mail, one form, and what became of it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import count_guess, through_link, tried_link
from exchange.core import clock
from exchange.core.errors import DomainError, ForbiddenError, NotFoundError
from exchange.core.links import LinkPurpose, find_signed
from exchange.core.messages import Message, message
from exchange.web import languages
from exchange.web.access import public
from exchange.web.forms import refused
from exchange.web.headers import keep_private
from exchange.web.pages import can_mail, flash, render, settings
from exchange.web.transactions import aside_repeated, database, session
from exchange.youth.enums.applications import ApplicationStage
from exchange.youth.forms.applying import (
    ApplicationForm,
    CorrectionForm,
    LinkForm,
    ProvenForm,
    WithdrawalForm,
)
from exchange.youth.models import Application, Edition
from exchange.youth.queries.applications import application_of_link
from exchange.youth.queries.consents import current_text
from exchange.youth.queries.programmes import announced_edition
from exchange.youth.queries.schools import active_schools
from exchange.youth.rules.applying import ensure_applying_open, is_applying_open, stage_of
from exchange.youth.rules.consents import TRIES
from exchange.youth.services.applying import (
    Wanted,
    apply,
    ask_for_link,
    correct_application,
    seen_version,
    try_applicant,
    withdraw_application,
)
from exchange.youth.views.secrets import keyring, link_printer

blueprint = Blueprint("applying", __name__)
_Page = Callable[..., Response]
blueprint.after_request(keep_private)


@blueprint.before_request
def prepare() -> None:
    """Let the page speak やさしい日本語; on a closed network there are no links."""
    languages.offer_easy()
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.get("/youth/editions/<uuid:key>/apply")
@public
def ask(key: UUID) -> Response:
    """Ask a guardian for a mail address, and nothing else."""
    return _ask_page(key, LinkForm())


@blueprint.post("/youth/editions/<uuid:key>/apply")
@public
def send_link(key: UUID) -> Response:
    """Send the link; each time counts with the guesses of the network address."""
    form = LinkForm()
    if not form.validate():
        return _ask_page(key, form, status=422)
    count_guess()
    wanted = Wanted(form.mail.data, languages.words())
    status = refused(
        form,
        lambda: ask_for_link(session(), edition_id=key, wanted=wanted, printer=link_printer()),
    )
    if status:
        return _ask_page(key, form, status=status)
    flash(message("youth.apply.sent_link" if can_mail() else "youth.apply.link_waits"))
    return redirect(url_for("applying.ask", key=key))


@blueprint.get("/apply/<token>")
@public
def show(token: str) -> Response:
    """Show the form; once it was sent, how the registration stands, without a name."""
    row = _found(token)
    if row.sent_at is None or (row.withdrawn_at and "again" in request.args):
        return _form_page(token, row, ApplicationForm())
    return _state_page(token, row)


@blueprint.post("/apply/<token>")
@public
def send(token: str) -> Response:
    """Register the child; sent twice it is one."""
    row = _found(token)
    was_sent = row.sent_at is not None and row.withdrawn_at is None
    form = ApplicationForm().offer(active_schools(session()))
    status = refused(
        form,
        lambda: apply(
            session(),
            application_id=row.id,
            entry=form.entry,
            school_id=form.school,
            ring=keyring(),
        ),
    )
    if status:
        return _form_page(token, _found(token), form, status=status)
    flash(message("youth.apply.flash.sent_before" if was_sent else "youth.apply.flash.sent"))
    return redirect(url_for("applying.show", token=token))


@blueprint.get("/apply/<token>/correct")
@public
def correct(token: str) -> Response:
    """Show the form to write class and guardian anew."""
    row = _found(token)
    if not _is_received(row):
        return redirect(url_for("applying.show", token=token))
    version = seen_version(row, row.registration)
    return _correct_page(token, CorrectionForm(data={"version": version}))


@blueprint.post("/apply/<token>/correct")
@public
def correct_now(token: str) -> Response:
    """Compare the birth date, counted outside the request's transaction, and correct."""
    with database().reading() as short:
        key = _tried(short, token).id
        form = CorrectionForm().offer(active_schools(short))
    if (unproved := _unproved(token, key, form, _correct_page)) is not None:
        return unproved
    status = refused(
        form,
        lambda: correct_application(
            session(),
            application_id=key,
            correction=form.correction,
            ring=keyring(),
            version=form.row_version,
        ),
    )
    if status:
        return _correct_page(token, form, status=status)
    flash(message("youth.apply.flash.corrected"))
    return redirect(url_for("applying.show", token=token))


@blueprint.get("/apply/<token>/withdraw")
@public
def confirm_withdrawal(token: str) -> Response:
    """Name what withdrawing means before it is done."""
    row = _found(token)
    if not _is_received(row):
        return redirect(url_for("applying.show", token=token))
    version = seen_version(row, row.registration)
    return _withdraw_page(token, WithdrawalForm(data={"version": version}))


@blueprint.post("/apply/<token>/withdraw")
@public
def withdraw(token: str) -> Response:
    """Compare the birth date as for a correction, and take the child out; twice it is once."""
    with database().reading() as short:
        key = _tried(short, token).id
        form = WithdrawalForm()
    if (unproved := _unproved(token, key, form, _withdraw_page)) is not None:
        return unproved
    status = refused(
        form,
        lambda: withdraw_application(
            session(), application_id=key, reason=form.reason.data, version=form.row_version
        ),
    )
    if status:
        return _withdraw_page(token, form, status=status)
    flash(message("youth.apply.flash.withdrawn"))
    return redirect(url_for("applying.show", token=token))


def _found(token: str) -> Application:
    """Return what a link was made for; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def _tried(short: Session, token: str) -> Application:
    return tried_link(short, lambda held: _linked(held, token))


def _linked(held: Session, token: str) -> Application:
    link = find_signed(held, LinkPurpose.APPLICATION, token, secret=settings().secret_key or "")
    return application_of_link(held, link)


def _unproved(token: str, key: UUID, form: ProvenForm, page: _Page) -> Response | None:
    """Return what refuses a form whose birth date is wrong, counted in a transaction aside."""
    if not form.validate():
        return page(token, form, status=422)
    try:
        tried = aside_repeated(
            lambda s: try_applicant(s, application_id=key, born=form.born, ring=keyring())
        )
    except ForbiddenError:
        return _locked_page(token)
    if not tried.is_right:
        form.show_wrong_proof(tried.left)
        return page(token, form, status=422)
    return None


def _locked_page(token: str) -> Response:
    return render(
        "consent/locked.html",
        status=403,
        sentence=message("youth.apply.error.locked"),
        back=url_for("applying.show", token=token),
    )


def _is_received(row: Application) -> bool:
    """Say whether there is anything to correct or to withdraw; where not, the page says why."""
    stage = stage_of(row, row.edition, row.registration)
    return row.sent_at is not None and stage is ApplicationStage.RECEIVED


def _refusal(edition: Edition) -> Message | None:
    """Return why nobody can register now, before anything is typed in vain."""
    try:
        ensure_applying_open(edition, clock.now())
    except DomainError as error:
        return error.sentence
    return None


def _ask_page(key: UUID, form: LinkForm, *, status: int = 200) -> Response:
    edition = announced_edition(session(), key)
    refusal = _refusal(edition)
    return render("apply/ask.html", status=status, edition=edition, form=form, refusal=refusal)


def _form_page(
    token: str, row: Application, form: ApplicationForm, *, status: int = 200
) -> Response:
    form.offer(active_schools(session()))
    return render(
        "apply/form.html",
        status=status,
        token=token,
        edition=row.edition,
        form=form,
        refusal=_refusal(row.edition),
        text=current_text(session()),
    )


def _state_page(token: str, row: Application) -> Response:
    return render(
        "apply/show.html",
        token=token,
        row=row,
        edition=row.edition,
        stage=stage_of(row, row.edition, row.registration),
        is_open=is_applying_open(row.edition, clock.now()),
        locked=row.tries >= TRIES,
    )


def _correct_page(token: str, form: CorrectionForm, *, status: int = 200) -> Response:
    row = _found(token)
    if row.tries >= TRIES:
        return _locked_page(token)
    return render(
        "apply/correct.html",
        status=status,
        token=token,
        edition=row.edition,
        form=form.offer(active_schools(session())),
        is_open=is_applying_open(row.edition, clock.now()),
    )


def _withdraw_page(token: str, form: WithdrawalForm, *, status: int = 200) -> Response:
    row = _found(token)
    if row.tries >= TRIES:
        return _locked_page(token)
    return render("apply/withdraw.html", status=status, token=token, edition=row.edition, form=form)
