"""The guardian's answer to an offered seat: accepted, or declined after a second question."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.web.access import public
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.models import ConsentRequest
from exchange.youth.queries.waiting import last_told
from exchange.youth.rules.waiting import offer_answered
from exchange.youth.services import accept_offer
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.leaving import decline_offer
from exchange.youth.views.consent_gate import blueprint, opened


@blueprint.get("/<token>/offer")
@public
def offer(token: str) -> Response:
    """Show an offered seat and until when it is kept."""
    return _page("consent/offer.html", token, opened(token))


@blueprint.post("/<token>/offer")
@public
def accept(token: str) -> Response:
    """Take the seat: the same act, under the same lock, as the school's."""
    key, form = opened(token).registration_id, ActionForm.checked()
    status = refused(
        form,
        lambda: accept_offer(
            session(), actor=GUARDIAN, registration_id=key, version=form.row_version
        ),
    )
    if status:
        return _page("consent/offer.html", token, opened(token), form, status=status)
    flash(message("youth.waiting.flash.accepted"))
    return redirect(url_for("consent.show", token=token))


@blueprint.get("/<token>/offer/decline")
@public
def confirm_decline(token: str) -> Response:
    """Name what declining means before it is done."""
    return _page("consent/decline.html", token, opened(token))


@blueprint.post("/<token>/offer/decline")
@public
def decline(token: str) -> Response:
    """Leave the seat to the next."""
    key, form = opened(token).registration_id, ActionForm.checked()
    status = refused(
        form,
        lambda: decline_offer(
            session(), actor=GUARDIAN, registration_id=key, version=form.row_version
        ),
    )
    if status:
        return _page("consent/decline.html", token, opened(token), form, status=status)
    flash(message("youth.waiting.guardian.declined"))
    return redirect(url_for("consent.show", token=token))


def _page(
    template: str,
    token: str,
    asked: ConsentRequest,
    form: ActionForm | None = None,
    *,
    status: int = 200,
) -> Response:
    """Draw a page about the offer; where none stands, go back and say how it was answered.

    So a second press, or the way back, is told what the first one did.
    """
    row = asked.registration
    if row.state is not RegistrationState.OFFERED:
        flash(offer_answered(row.state, last_told(session(), row.id)), "info")
        return redirect(url_for("consent.show", token=token))
    shown = form or ActionForm(data={"version": row.version})
    return render(template, status=status, asked=asked, token=token, form=shown)
