"""A lottery: what it promises and how anyone re-runs it; the division's acts."""

import json
from collections.abc import Callable
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, message
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.forms import ActionForm, BaseForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import Selection
from exchange.youth.forms.lotteries import EventForm, ListForm, ResultForm, SeedForm
from exchange.youth.lottery import digest, drawn_from, published
from exchange.youth.models import Edition
from exchange.youth.queries.lotteries import lottery_of, returned_of
from exchange.youth.queries.programmes import announced_edition, edition_for, own_edition
from exchange.youth.queries.registrations import any_registration
from exchange.youth.rules.editions import is_over
from exchange.youth.rules.lotteries import is_missed
from exchange.youth.services.drawing import (
    announce_event,
    close_list,
    enter_result,
    hold_draw,
    publish_seed,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/lottery/")
@public
@shows(Purpose.SELECTION, "edition", to="registrations:decide")
def lottery(key: UUID) -> Response:
    """Show an announced edition's lottery: to anyone, numbers and no names."""
    own = _decided(key)
    return _page(own or announced_edition(session(), key), decides=own is not None)


@blueprint.get("/editions/<uuid:key>/lottery.json")
@public
def lottery_file(key: UUID) -> Response:
    """Give the file with which anyone re-runs the draw."""
    row = lottery_of(session(), announced_edition(session(), key).id)
    if row is None or row.list_text is None:
        raise NotFoundError
    file = published(row.list_text, seed=row.seed, drawn=row.drawn_at is not None)
    return Response(json.dumps(file, indent=1) + "\n", mimetype="application/json")


@blueprint.post("/editions/<uuid:key>/lottery/seed")
@requires("registrations:decide")
def seed(key: UUID) -> Response:
    """Publish the seed."""
    form, who = SeedForm(), signed_in()
    return _done(
        key,
        form,
        lambda: publish_seed(session(), actor=who, edition_id=key, seed=form.seed.data),
        message("youth.lottery.flash.seed"),
    )


@blueprint.post("/editions/<uuid:key>/lottery/event")
@requires("registrations:decide")
def event(key: UUID) -> Response:
    """Announce the event whose result will be the seed."""
    form, who = EventForm(), signed_in()
    return _done(
        key,
        form,
        lambda: announce_event(session(), actor=who, edition_id=key, event=form.announced),
        message("youth.lottery.flash.event"),
    )


@blueprint.post("/editions/<uuid:key>/lottery/list")
@requires("registrations:decide")
def freeze(key: UUID) -> Response:
    """Close the list and publish its digest."""
    form, who = ListForm(), signed_in()
    return _done(
        key,
        form,
        lambda: close_list(session(), actor=who, edition_id=key, returned=form.seen),
        message("youth.lottery.flash.list"),
    )


@blueprint.post("/editions/<uuid:key>/lottery/result")
@requires("registrations:decide")
def result(key: UUID) -> Response:
    """Type in what the event gave."""
    form, who = ResultForm(), signed_in()
    return _done(
        key,
        form,
        lambda: enter_result(session(), actor=who, edition_id=key, seed=form.result.data),
        message("youth.lottery.flash.result"),
    )


@blueprint.post("/editions/<uuid:key>/lottery/draw")
@requires("registrations:decide")
def draw(key: UUID) -> Response:
    """Hold the draw."""
    ActionForm.checked()
    outcome = hold_draw(session(), actor=signed_in(), edition_id=key)
    flash(message("youth.lottery.flash.drawn", count=len(outcome.winners)))
    return redirect(url_for("youth.lottery", key=key))


def _done(key: UUID, form: BaseForm, save: Callable[[], object], said: Message) -> Response:
    """Do what a form asks and come back to the page; a refusal shows the form again."""
    status = refused(form, save)
    if status:
        return _page(edition_for(session(), signed_in(), key), form, decides=True, status=status)
    flash(said)
    return redirect(url_for("youth.lottery", key=key))


def _decided(key: UUID) -> Edition | None:
    """Return the edition to who decides about it; None to anybody else."""
    who = actor()
    if who is None or not who.may("registrations:decide"):
        return None
    return own_edition(session(), who, key)


def _page(
    edition: Edition, form: BaseForm | None = None, *, decides: bool, status: int = 200
) -> Response:
    if edition.selection is not Selection.LOTTERY:
        raise NotFoundError
    row = lottery_of(session(), edition.id)
    text = row.list_text if row else None
    return render(
        "youth/lottery.html",
        status=status,
        edition=edition,
        lottery=row,
        over=is_over(edition, clock.now()),
        digest=digest(text) if text else None,
        list_text=text,
        outcome=drawn_from(text, row.seed) if text and row and row.drawn_at else None,
        officer=_officer(edition, form) if decides else None,
    )


def _officer(edition: Edition, form: BaseForm | None) -> dict[str, object]:
    """Return what only the division is shown: its forms, and whom closing the list leaves out."""
    row = lottery_of(session(), edition.id)
    returned = returned_of(session(), signed_in(), edition.id)
    forms = (SeedForm(), EventForm(), ListForm(), ResultForm())
    by_name = {type(each).__name__: each for each in (*forms, form) if each is not None}
    by_name["ListForm"]["returned"].data = str(len(returned))
    return {
        "forms": by_name,
        "returned": returned,
        "applied": any_registration(session(), edition),
        "missed": row is not None and is_missed(row, clock.today()),
        "today": clock.today(),
    }
