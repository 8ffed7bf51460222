"""The guardian's page: opened by a signed link and the child's birth date, no account."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.keeping import form_has_come
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import public
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import ConsentAnswer, ConsentPurpose
from exchange.youth.enums.withdrawals import WithdrawalEffect
from exchange.youth.forms.consents import BirthDateForm, ConsentForm, consent_values
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.consents import consents_of, current_text
from exchange.youth.queries.followups import filled_of, needs_of
from exchange.youth.rules.consents import TRIES, is_asked, purposes_of
from exchange.youth.rules.registrations import number_of
from exchange.youth.rules.withdrawing import effect_of
from exchange.youth.services import answer_consent, withdraw_consent
from exchange.youth.views.consent_gate import (
    blueprint,
    found,
    gate_page,
    is_opened,
    locked_page,
    opened,
)
from exchange.youth.views.secrets import keyring


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Ask for the birth date; once it was typed, show what is asked and what was answered."""
    asked = found(token)
    if asked.tries >= TRIES:
        return locked_page()
    if not is_opened(asked):
        return gate_page(token, BirthDateForm())
    return _page(token, asked)


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
    form_has_come(asked.link_id)
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
