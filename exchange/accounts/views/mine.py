"""A person's own account: who they are, where they are signed in."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.login import leave, may_change_factors, session_limits, this_session
from exchange.accounts.models import User
from exchange.accounts.passkeys import relying_party
from exchange.accounts.queries import factors_of, live_sessions, own_session, passkeys_of
from exchange.accounts.rules import OFF
from exchange.accounts.services import end_all_sessions, end_session
from exchange.accounts.views.page import blueprint
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session


@blueprint.get("/mine/")
@requires("account:own")
def mine() -> Response:
    """Show a person's account."""
    user = session().get_one(User, signed_in().known_id)
    limits = session_limits()
    found = live_sessions(session(), user.id, limits=limits, moment=clock.machine_now())
    return render(
        "accounts/mine.html",
        user=user,
        sessions=found,
        here=this_session(),
        limits=limits,
        passkeys=passkeys_of(session(), user.id),
        party=relying_party(settings().base_url),
        factors=factors_of(session(), user.id),
        may_change=may_change_factors(),
        asks_for_factor=settings().second_factor != OFF,
    )


@blueprint.post("/mine/sessions/<uuid:key>/end")
@requires("account:own")
def end_own_session(key: UUID) -> Response:
    """End one of a person's other sessions."""
    ActionForm.checked()
    row = own_session(session(), signed_in().known_id, key)
    if row is None:
        raise NotFoundError
    end_session(session(), actor=signed_in(), row=row)
    flash(message("accounts.flash.session_ended"))
    return redirect(url_for("accounts.mine"))


@blueprint.post("/mine/sessions/end")
@requires("account:own")
def end_own_sessions() -> Response:
    """Sign a person out everywhere, here as well."""
    ActionForm.checked()
    end_all_sessions(session(), actor=signed_in(), user_id=signed_in().known_id)
    leave()
    flash(message("accounts.flash.signed_out_everywhere"))
    return redirect(url_for("accounts.sign_in"))
