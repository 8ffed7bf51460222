"""Move a day's items in one act, after a look at before and after; move one item."""

from datetime import date, time
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.core.walltime import WallTime
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.clocks import cities_of, city_name
from exchange.itineraries.forms.acts import MoveForm
from exchange.itineraries.moving import Move, Shift
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.services.moves import look_at_move, move_day, move_item
from exchange.itineraries.views.programme import programme_page
from exchange.itineraries.views.room import blueprint, to_itinerary
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/itinerary/move")
@requires("visits:edit")
def moving(key: UUID) -> Response:
    """Ask which day moves and how far."""
    visit = visit_by_id(session(), key)
    form = MoveForm(formdata=None, data={"day": visit.starts, "days": 1})
    return _page(visit, form)


@blueprint.post("/<uuid:key>/itinerary/move")
@requires("visits:edit")
def move(key: UUID) -> Response:
    """Show before and after; with the digest of what was shown, move."""
    visit = visit_by_id(session(), key)
    form = MoveForm()
    if not form.validate():
        return _page(visit, form, status=422)
    digest = request.form.get("digest", "")
    try:
        if not digest:
            moves, seen = look_at_move(session(), visit_id=key, asked=form.asked())
            return _page(visit, form, moves=list(moves), digest=seen)
        moved = move_day(
            session(), actor=signed_in(), visit_id=key, asked=form.asked(), digest=digest
        )
    except DomainError as error:
        form.show(error)
        return _page(visit_by_id(session(), key), form, status=error.status)
    flash(message("itineraries.flash.day_moved", count=moved))
    return to_itinerary(key)


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/move")
@requires("visits:edit")
def shift_item(key: UUID, item_id: UUID) -> Response:
    """Move one item: by a button, or to where it was dropped."""
    form = ActionForm.checked()
    item = item_by_id(session(), key, item_id)
    try:
        move_item(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=item_id,
            version=form.row_version,
            shift=_shift(item.start),
            track=request.form.get("track"),
        )
    except DomainError as error:
        return programme_page(key, status=error.status, refusal=error.sentence)
    flash(message("itineraries.flash.item_moved"))
    return redirect(url_for("itineraries.programme", key=key, _anchor=f"item-{item_id}"))


def _shift(start: WallTime) -> Shift:
    """Read how far: days and minutes, or the day and the clock it was dropped on."""
    days, minutes = (_whole(request.form.get(name, "")) for name in ("days", "minutes"))
    try:
        if day := request.form.get("day"):
            days = (date.fromisoformat(day) - start.day).days
        if clock := request.form.get("clock"):
            at = time.fromisoformat(clock)
            minutes = (at.hour - start.clock.hour) * 60 + at.minute - start.clock.minute
    except ValueError:
        raise BadRequestError(message("itineraries.error.dropped")) from None
    return Shift(days, minutes)


def _whole(text: str) -> int:
    number = whole(text.removeprefix("-")) or 0
    return -number if text.startswith("-") else number


def _page(
    visit: Visit,
    form: MoveForm,
    *,
    moves: list[Move] | None = None,
    digest: str = "",
    status: int = 200,
) -> Response:
    cities, language = cities_of(visit.partners), languages.current()
    return render(
        "itineraries/move.html",
        status=status,
        visit=visit,
        form=form,
        moves=moves,
        digest=digest,
        cities={
            wall.zone: city_name(wall.zone, language, cities)
            for each in moves or ()
            for wall in (each.start, each.end)
        },
    )
