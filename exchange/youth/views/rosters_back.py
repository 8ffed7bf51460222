"""A wrong roster at the school desk: look at what can be taken back, and take it back."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.rosters import TakeBackForm
from exchange.youth.queries.rosters import roster_for
from exchange.youth.queries.taking_back import made_by
from exchange.youth.rules.applying import is_desk_open
from exchange.youth.services.taking_back import take_roster_back
from exchange.youth.views.desk import blueprint


@blueprint.get("/rosters/<uuid:key>/back")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "roster")
def roster_back(key: UUID) -> Response:
    """Say how many can be taken back, and who cannot and why."""
    return _page(key, TakeBackForm())


@blueprint.post("/rosters/<uuid:key>/back")
@requires("desk:register")
def take_back(key: UUID) -> Response:
    """Take back all that can be, with one reason."""
    form = TakeBackForm()
    if status := refused(form, lambda: _take_back(key, form)):
        return _page(key, form, status=status)
    flash(message("youth.roster.flash.taken_back", count=form.counted))
    return redirect(url_for("desk.roster", key=key))


def _take_back(key: UUID, form: TakeBackForm) -> None:
    reason = form.reason.data
    take_roster_back(session(), actor=signed_in(), key=key, reason=reason, counted=form.counted)


def _page(key: UUID, form: TakeBackForm, *, status: int = 200) -> Response:
    row = roster_for(session(), signed_in(), key)
    made = made_by(session(), signed_in(), row)
    kept = [each for each in made if each.hold]
    form.count.data = str(len(made) - len(kept))
    return render(
        "desk/roster_back.html",
        status=status,
        form=form,
        roster=row,
        kept=kept,
        count=len(made) - len(kept),
        gone=len(row.made or ()) - len(made),
        open=is_desk_open(row.edition, clock.now()),
    )
