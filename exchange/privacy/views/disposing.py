"""Official records whose time is over, and what is decided about each."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import cut
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.privacy.enums import Disposal
from exchange.privacy.forms import CandidatesForm, DisposalForm
from exchange.privacy.services import (
    Candidate,
    Verdict,
    candidate_of,
    candidates_of,
    decide_disposal,
    place_of,
)
from exchange.privacy.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import offers
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/disposal/")
@requires("pupils:erase")
def disposal() -> Response:
    """List the official records about which somebody has to decide, or has decided."""
    form = CandidatesForm(request.args)
    found = candidates_of(session(), today=clock.today(), sources=offers().official)
    rows = [row for row in found if row.standing is form.wanted()]
    page = cut(rows, place_of, cursor=request.args.get("cursor"))
    return render("privacy/disposal.html", page=page, form=form, standing=form.wanted())


@blueprint.get("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/")
@requires("pupils:erase")
def verdict(kind: str, key: UUID) -> Response:
    """Show the form for one record."""
    return _page(_candidate(kind, key), DisposalForm())


@blueprint.post("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/")
@requires("pupils:erase")
def decide(kind: str, key: UUID) -> Response:
    """Keep what was decided, and why."""
    candidate, form = _candidate(kind, key), DisposalForm()

    def save() -> None:
        said = Verdict(Disposal(form.decision.data), form.reason.data)
        decide_disposal(session(), actor=signed_in(), candidate=candidate, verdict=said)

    if status := refused(form, save):
        return _page(candidate, form, status=status)
    flash(message("privacy.flash.decided"))
    return redirect(url_for("privacy.disposal"))


def _candidate(kind: str, key: UUID) -> Candidate:
    return candidate_of(
        session(), Subject(kind, key), today=clock.today(), sources=offers().official
    )


def _page(candidate: Candidate, form: DisposalForm, *, status: int = 200) -> Response:
    return render("privacy/verdict.html", status=status, candidate=candidate, form=form)
