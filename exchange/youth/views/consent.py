"""The guardian's page: opened by a signed link and the child's birth date, no account."""

from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.accounts.guessing import through_link, tried_link
from exchange.core import clock
from exchange.core.errors import DomainError, ForbiddenError, NotFoundError
from exchange.core.links import LinkPurpose, find_signed
from exchange.core.messages import message
from exchange.web import languages
from exchange.web.access import public
from exchange.web.forms import ActionForm
from exchange.web.headers import keep_private
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import aside_repeated, database, session
from exchange.youth.enums import ConsentAnswer, ConsentPurpose
from exchange.youth.enums.withdrawals import WithdrawalEffect
from exchange.youth.forms.consents import BirthDateForm, ConsentForm, consent_values
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.consents import consents_of, current_text, request_of_link
from exchange.youth.queries.followups import filled_of, needs_of
from exchange.youth.rules.consents import TRIES, is_asked, purposes_of
from exchange.youth.rules.registrations import number_of
from exchange.youth.rules.withdrawing import effect_of
from exchange.youth.services import answer_consent, withdraw_consent
from exchange.youth.services.answering import try_birth_date
from exchange.youth.views.secrets import keyring

blueprint = Blueprint("consent", __name__, url_prefix="/consent")
blueprint.after_request(keep_private)

#: Of the signed cookie: which link was opened, of which generation, and when.
_OPENED: Final = "consent"
#: Seconds for which a page stays open without the birth date being typed again.
_STAYS_OPEN: Final = 30 * 60


@blueprint.before_request
def prepare() -> None:
    """Let the page speak やさしい日本語; on a closed network there are no links."""
    languages.offer_easy()
    if not settings().public:
        raise NotFoundError(message("core.error.link"))


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Ask for the birth date; once it was typed, show what is asked and what was answered."""
    asked = found(token)
    if asked.tries >= TRIES:
        return _locked_page()
    if not is_opened(asked):
        return render("consent/open.html", form=BirthDateForm(), token=token)
    return _page(token, asked)


@blueprint.post("/<token>/open")
@public
def open_page(token: str) -> Response:
    """Compare the birth date; the try is counted outside the request's own transaction."""
    form = BirthDateForm()
    if not form.validate():
        return render("consent/open.html", status=422, form=form, token=token)
    with database().reading() as short:
        asked = tried_link(short, lambda held: _linked(held, token))
        key, stamp = asked.id, _stamp(asked)
    try:
        tried = aside_repeated(lambda s: try_birth_date(s, request_id=key, born=form.born))
    except ForbiddenError:
        return _locked_page()
    if not tried.is_right:
        if not tried.left:
            return _locked_page()
        form.show(_wrong(tried.left))
        return render("consent/open.html", status=422, form=form, token=token)
    cookie[_OPENED] = stamp
    return redirect(url_for("consent.show", token=token))


@blueprint.post("/<token>")
@public
def answer(token: str) -> Response:
    """Keep the answers of guardian and pupil."""
    asked = opened(token)
    if _has_left(asked):
        flash(message("youth.consent.flash.withdrawn_before"))
        return redirect(url_for("consent.show", token=token))
    form = ConsentForm().ask(_purposes(asked))
    if not form.validate():
        return _page(token, asked, form, status=422)
    try:
        answer_consent(session(), request_id=asked.id, answers=form.answers(), ring=keyring())
    except DomainError as error:
        form.show(error)
        form.text.data = str(current_text(session()).id)
        return _page(token, found(token), form, status=error.status)
    is_next = bool(needs_of(session(), asked.registration))
    flash(
        message("youth.consent.flash.answered_next")
        if is_next
        else message("youth.consent.flash.answered")
    )
    return redirect(url_for("consent.show", token=token))


@blueprint.get("/<token>/withdraw/<any(join,health,transfer,photo):name>")
@public
def confirm_withdrawal(token: str, name: str) -> Response:
    """Name what a withdrawal means before it is done."""
    asked = opened(token)
    return render(
        "consent/withdraw.html",
        asked=asked,
        effect=_effect(asked),
        token=token,
        purpose=ConsentPurpose(name),
        form=ActionForm(),
    )


@blueprint.post("/<token>/withdraw/<any(join,health,transfer,photo):name>")
@public
def withdraw(token: str, name: str) -> Response:
    """Withdraw one consent, at any time."""
    ActionForm.checked()
    asked, purpose = opened(token), ConsentPurpose(name)
    is_new = withdraw_consent(session(), request_id=asked.id, purpose=purpose, ring=keyring())
    flash(
        message("youth.consent.flash.withdrawn")
        if is_new
        else message("youth.consent.flash.withdrawn_before")
    )
    return redirect(url_for("consent.show", token=token))


def found(token: str) -> ConsentRequest:
    """Return what a link asks for; one that never was a link counts as guessing."""
    return through_link(lambda held: _linked(held, token))


def opened(token: str) -> ConsentRequest:
    """Return what an opened link asks for; NotFoundError while the birth date is not typed."""
    asked = found(token)
    if asked.tries >= TRIES or not is_opened(asked):
        raise NotFoundError(message("youth.consent.error.closed"))
    return asked


def is_opened(asked: ConsentRequest) -> bool:
    """Say whether this browser has typed the birth date lately."""
    stamp, _, moment = str(cookie.get(_OPENED, "")).rpartition(":")
    if stamp != _stamp(asked).rpartition(":")[0] or not moment.isdigit():
        return False
    return clock.machine_now().timestamp() - int(moment) < _STAYS_OPEN


def _stamp(asked: ConsentRequest) -> str:
    moment = int(clock.machine_now().timestamp())
    return f"{asked.link_id.hex}:{asked.link.generation}:{moment}"


def _linked(held: Session, token: str) -> ConsentRequest:
    link = find_signed(held, LinkPurpose.CONSENT, token, secret=settings().secret_key or "")
    return request_of_link(held, link)


def _wrong(left: int) -> DomainError:
    sentence = message("youth.consent.error.wrong_date", left=left)
    return DomainError(sentence, field="birth_date")


def _locked_page() -> Response:
    sentence = message("youth.consent.error.locked")
    return render("consent/locked.html", status=403, sentence=sentence, back=None)


def _purposes(asked: ConsentRequest) -> tuple[ConsentPurpose, ...]:
    edition = asked.registration.edition
    return purposes_of(edition.direction, has_partner=edition.programme.partner is not None)


def _effect(asked: ConsentRequest) -> WithdrawalEffect:
    registration = asked.registration
    return effect_of(registration.state, registration.edition, clock.today())


def _has_left(asked: ConsentRequest) -> bool:
    """Say whether the consent to taking part was withdrawn and ended the registration."""
    row = asked.registration
    withdrawn = consents_of(session(), [row.id])[row.id].answer(ConsentPurpose.JOIN)
    return withdrawn is ConsentAnswer.WITHDRAWN and not is_asked(row.kind, row.state)


def _page(
    token: str, asked: ConsentRequest, form: ConsentForm | None = None, *, status: int = 200
) -> Response:
    registration = asked.registration
    consents = consents_of(session(), [registration.id])[registration.id]
    text = current_text(session())
    purposes = _purposes(asked)
    values = consent_values(text.id, consents)
    may_answer = is_asked(registration.kind, registration.state) and (
        clock.today() <= asked.deadline
    )
    return render(
        "consent/show.html",
        status=status,
        asked=asked,
        token=token,
        consents=consents,
        text=text,
        purposes=purposes,
        form=form or ConsentForm(data=values).ask(purposes),
        may_answer=may_answer,
        today=clock.today(),
        answering=form is not None or "change" in request.args or not consents.latest,
        effect=_effect(asked),
        number=number_of(registration.id),
        joined=consents.grants(ConsentPurpose.JOIN),
        needs=needs_of(session(), registration),
        filled=filled_of(session(), [registration.id])[registration.id],
    )
