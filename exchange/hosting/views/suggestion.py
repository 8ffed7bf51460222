"""A suggestion for all who wait: explained pair by pair, ticked by a person."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import ForbiddenError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.hosting.forms.guests import SuggestionForm
from exchange.hosting.matching import suggest
from exchange.hosting.queries.fitting import Board, board_of
from exchange.hosting.rules.fitting import Assessment
from exchange.hosting.services import place_suggested
from exchange.hosting.views.room import blueprint, found_edition, log_read, names_of, ring
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/editions/<uuid:key>/suggestion")
@requires("hosts:edit")
def suggestion(key: UUID) -> Response:
    """Show a suggestion for the guests who wait, where a person turned that on."""
    return _page(key, SuggestionForm())


@blueprint.post("/editions/<uuid:key>/suggestion/accept")
@requires("hosts:edit")
def accept(key: UUID) -> Response:
    """Place the pairs that were ticked."""
    form = SuggestionForm()
    found_edition(key)
    reason = translate(message("hosting.reason.suggested"), "ja")
    status = refused(
        form,
        lambda: place_suggested(
            session(),
            actor=signed_in(),
            edition_id=key,
            choices=form.choices(reason),
            ring=ring(),
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("hosting.flash.suggestion_taken", count=len(form.choices(reason))))
    return redirect(url_for("hosting.board", key=key))


def _page(key: UUID, form: SuggestionForm, *, status: int = 200) -> Response:
    found_edition(key)
    log_read(act="hosting.read_board", subject=Subject("edition", key))
    edition = found_edition(key)
    board = board_of(session(), edition, ring=ring())
    if board.plan is None or not board.plan.suggests:
        raise ForbiddenError(message("hosting.error.suggestion_off"))
    guests = {row.guest.id: row.guest for row in board.waiting}
    families = {row.family.id: row for row in board.families}
    pairs = suggest(_assessments(board), {row.family.id: row.left for row in board.families})
    return render(
        "hosting/suggestion.html",
        status=status,
        edition=edition,
        pairs=[(guests[each.guest_id], families[each.family_id], each.found) for each in pairs],
        left=[guest for key, guest in guests.items() if key not in {at.guest_id for at in pairs}],
        names=names_of(guest.languages for guest in guests.values()),
        form=form,
    )


def _assessments(board: Board) -> dict[tuple[UUID, UUID], Assessment]:
    return {
        (row.guest.id, family.family.id): board.assessment(row.guest, family)
        for row in board.waiting
        for family in board.families
        if family.family.ended_at is None
    }
