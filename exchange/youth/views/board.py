"""The board of whom the division waits for: across editions, and pupil by pupil in one."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.database import cut
from exchange.web.access import requires, signed_in
from exchange.web.pages import render
from exchange.web.transactions import session
from exchange.youth.enums import WaitsFor
from exchange.youth.queries.board import lacks_of_all, own_lacks, places_of_edition
from exchange.youth.queries.partner_requests import waiting_requests, waiting_requests_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.board import Lack, groups, in_order, turns
from exchange.youth.rules.partner_requests import by_urgency, wait_of
from exchange.youth.views.room import blueprint


@blueprint.get("/board")
@requires("registrations:read")
def board() -> Response:
    """Show what every edition waits for, whose turn it is and for how many days."""
    today = clock.today()
    columns = groups(lacks_of_all(session(), signed_in(), today))
    asked = by_urgency(waiting_requests(session(), signed_in()), today)
    return render(
        "youth/board.html",
        columns=columns,
        turns=turns(columns, asked, today),
        today=today,
        asked=[wait_of(row, today) for row in asked],
        partner=WaitsFor.PARTNER,
    )


@blueprint.get("/editions/<uuid:key>/board")
@requires("registrations:read")
@shows(Purpose.PREPARATION, "edition")
def edition_board(key: UUID) -> Response:
    """Show what one edition waits for, pupil by pupil."""
    edition, today = edition_for(session(), signed_in(), key), clock.today()
    places = places_of_edition(session(), edition, today)
    page = cut(places, in_order, cursor=request.args.get("cursor"))
    asked = by_urgency(waiting_requests_of(session(), key), today)
    return render(
        "youth/edition_board.html",
        edition=edition,
        page=page,
        lacks=own_lacks(session(), page.rows),
        turns=turns(groups(Lack(edition, each.gap) for each in places), asked, today),
        today=today,
        asked=[wait_of(row, today) for row in asked],
        partner=WaitsFor.PARTNER,
    )
