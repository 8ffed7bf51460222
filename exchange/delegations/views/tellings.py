"""Who is to be told that a visit is put off or called off, ticked off one by one."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.tellings import tellings_of
from exchange.delegations.rules import ensure_stopped
from exchange.delegations.services.telling import tick
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.offers import loose_ends_of
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/tellings")
@requires("visits:edit")
def tellings(key: UUID) -> Response:
    """List who is to be told, and who was; a list to print and to telephone by."""
    visit = visit_by_id(session(), key)
    ensure_stopped(visit.state)
    parties, told = loose_ends_of(key).tell, tellings_of(session(), key)
    done = {name for name, telling in told.items() if telling.told_at is not None}
    return render(
        "delegations/tellings.html",
        visit=visit,
        parties=parties,
        told=told,
        done=sum(party.party in done for party in parties),
    )


@blueprint.post("/<uuid:key>/tellings/<any(told, untold):mark>")
@requires("visits:edit")
def tell(key: UUID, mark: str) -> Response:
    """Tick somebody off who was told, or take the tick back."""
    ActionForm.checked()
    party = request.form.get("party", "")
    if party not in {each.party for each in loose_ends_of(key).tell}:
        raise NotFoundError
    tick(session(), actor=signed_in(), key=key, party=party, told=mark == "told")
    return redirect(url_for("delegations.tellings", key=key, _anchor=f"party-{party}"))
