"""A lottery: what it promises and how anyone re-runs it; the division's three acts."""

import json
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import Selection
from exchange.youth.forms.lotteries import SeedForm
from exchange.youth.lottery import digest, published, read_list, run
from exchange.youth.models import Edition
from exchange.youth.queries.lotteries import lottery_of
from exchange.youth.queries.programmes import announced_edition, edition_for
from exchange.youth.rules.editions import is_over
from exchange.youth.services.drawing import close_list, hold_draw, publish_seed
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/lottery/")
@public
def lottery(key: UUID) -> Response:
    """Show an announced edition's lottery: to anyone, numbers and no names."""
    who = actor()
    staff = who is not None and who.may("registrations:decide")
    if staff:
        return _page(edition_for(session(), signed_in(), key), SeedForm())
    return _page(announced_edition(session(), key), SeedForm())


@blueprint.get("/editions/<uuid:key>/lottery.json")
@public
def lottery_file(key: UUID) -> Response:
    """Give the file with which anyone re-runs the draw."""
    row = lottery_of(session(), announced_edition(session(), key).id)
    if row is None or row.list_text is None:
        raise NotFoundError
    file = published(row.list_text, drawn=row.drawn_at is not None)
    return Response(json.dumps(file, indent=1) + "\n", mimetype="application/json")


@blueprint.post("/editions/<uuid:key>/lottery/seed")
@requires("registrations:decide")
def seed(key: UUID) -> Response:
    """Publish the seed."""
    form = SeedForm()
    if not form.validate():
        return _page(edition_for(session(), signed_in(), key), form, status=422)
    try:
        publish_seed(session(), actor=signed_in(), edition_id=key, seed=form.seed.data)
    except DomainError as error:
        form.show(error)
        return _page(edition_for(session(), signed_in(), key), form, status=error.status)
    flash(message("youth.lottery.flash.seed"))
    return redirect(url_for("youth.lottery", key=key))


@blueprint.post("/editions/<uuid:key>/lottery/list")
@requires("registrations:decide")
def freeze(key: UUID) -> Response:
    """Close the list and publish its digest."""
    ActionForm.checked()
    close_list(session(), actor=signed_in(), edition_id=key)
    flash(message("youth.lottery.flash.list"))
    return redirect(url_for("youth.lottery", key=key))


@blueprint.post("/editions/<uuid:key>/lottery/draw")
@requires("registrations:decide")
def draw(key: UUID) -> Response:
    """Hold the draw."""
    ActionForm.checked()
    outcome = hold_draw(session(), actor=signed_in(), edition_id=key)
    flash(message("youth.lottery.flash.drawn", count=len(outcome.winners)))
    return redirect(url_for("youth.lottery", key=key))


def _page(edition: Edition, form: SeedForm, *, status: int = 200) -> Response:
    if edition.selection is not Selection.LOTTERY:
        raise NotFoundError
    row = lottery_of(session(), edition.id)
    text = row.list_text if row else None
    who = actor()
    return render(
        "youth/lottery.html",
        status=status,
        edition=edition,
        form=form,
        lottery=row,
        over=is_over(edition, clock.now()),
        digest=digest(text) if text else None,
        list_text=text,
        outcome=run(read_list(text)) if text and row and row.drawn_at else None,
        decides=who is not None and who.may("registrations:decide"),
    )
