"""The hosting of an edition at a glance: who waits, who stays where, which families are free."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.hosting.queries.families import plan_of
from exchange.hosting.queries.fitting import board_of
from exchange.hosting.rules.stays import hosts_here, purge_day
from exchange.hosting.services import switch_suggestion
from exchange.hosting.views.room import blueprint, found_edition, log_read, names_of, ring
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/editions/<uuid:key>/")
@requires("hosts:read")
def board(key: UUID) -> Response:
    """Show guests and families of an edition; of one in which nobody comes, the pairs."""
    edition = found_edition(key)
    if not hosts_here(edition.direction):
        return redirect(url_for("hosting.pairs", key=key))
    log_read(act="hosting.read_board", subject=Subject("edition", key))
    edition = found_edition(key)
    found = board_of(session(), edition, ring=ring())
    names = names_of(row.family.languages for row in found.families)
    return render("hosting/board.html", edition=edition, board=found, names=names)


@blueprint.post("/editions/<uuid:key>/suggestion")
@requires("hosts:edit")
def switch(key: UUID) -> Response:
    """Let a suggestion be asked for, or no longer."""
    ActionForm.checked()
    edition = found_edition(key)
    plan = plan_of(session(), key)
    on = not (plan is not None and plan.suggests)
    switch_suggestion(session(), actor=signed_in(), edition=edition, on=on)
    flash(message("hosting.flash.suggestion_on" if on else "hosting.flash.suggestion_off"))
    return redirect(url_for("hosting.suggestion" if on else "hosting.board", key=key))


def purge_facts(key: UUID) -> dict[str, object]:
    """Return when an edition is purged, and whether it was."""
    edition = found_edition(key)
    plan = plan_of(session(), key)
    return {
        "edition": edition,
        "purged_on": purge_day(edition.ends),
        "purged_at": plan.purged_at if plan else None,
    }
