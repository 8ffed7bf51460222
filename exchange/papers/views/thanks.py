"""The list of whom to thank: its page, its files, and the one act that logs a letter."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.papers.forms import ThanksForm
from exchange.papers.queries import met_at
from exchange.papers.services import log_thanks
from exchange.papers.tables import JA
from exchange.papers.thanks import reason_lines, thanks_paper, whom_to_thank
from exchange.papers.views.offers import Look, Offer
from exchange.papers.views.room import blueprint, pdf_answer, xlsx_answer
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/papers/thanks")
@requires("members:read")
@shows(Purpose.CONTACT, "visit")
def thanks(key: UUID) -> Response:
    """Show whom to thank, what for, and whether the letter is on the log."""
    met = met_at(session(), key)
    found = whom_to_thank(met)
    return render(
        "papers/thanks.html",
        visit=met.visit,
        found=[(each, reason_lines(each), str(uuid7())) for each in found],
        done=sum(1 for each in found if each.letter),
        own_names=OWN_NAMES,
    )


@blueprint.get("/<uuid:key>/thanks.pdf")
@requires("members:read")
def thanks_list(key: UUID) -> Response:
    """Print whom to thank."""
    met = met_at(session(), key)
    return pdf_answer(thanks_paper(met, today=clock.today()), key, Paper.THANKS_LIST.value)


@blueprint.get("/<uuid:key>/thanks.xlsx")
@requires("members:read")
def thanks_workbook(key: UUID) -> Response:
    """Give the same list as a workbook."""
    met = met_at(session(), key)
    name = translate(label(Paper.THANKS_LIST), JA)
    return xlsx_answer(thanks_paper(met, today=clock.today()), key, Paper.THANKS_LIST.value, name)


@blueprint.post("/<uuid:key>/papers/thanks")
@requires("letters:edit")
def log_letter_of_thanks(key: UUID) -> Response:
    """Put the letter to one of the list on the log, and open it to be completed."""
    form = ThanksForm.checked()
    letter = log_thanks(
        session(), actor=signed_in(), visit_id=key, to=form.to.data or "", key=form.row_key
    )
    flash(message("papers.flash.thanked"))
    return redirect(url_for("letters.edit", key=letter.id))


def thanks_offer(look: Look) -> Offer:
    """Return the line of the list."""
    key = look.visit.id
    found = whom_to_thank(met_at(session(), key))
    waiting = sum(1 for each in found if each.letter is None)
    return look.offer(
        Paper.THANKS_LIST.value,
        label(Paper.THANKS_LIST),
        url_for("papers.thanks_list", key=key),
        url_for("papers.thanks_workbook", key=key),
        missing=[message("papers.missing.thanks", letters=waiting)] if waiting else (),
        page=url_for("papers.thanks", key=key),
    )
