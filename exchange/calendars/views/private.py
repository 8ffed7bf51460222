"""A person's own feeds: the page to manage them, and the feed a token opens."""

from typing import Final
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.guessing import count_guess
from exchange.accounts.models import User
from exchange.calendars.forms import PrivateFeedForm
from exchange.calendars.models import PrivateFeed
from exchange.calendars.queries import opened_feed, own_feed, own_feeds
from exchange.calendars.rules import FEED_WARNING, MOST_FEEDS, is_fetch_due, kinds_for
from exchange.calendars.services import (
    Issued,
    change_feed,
    create_feed,
    end_feed,
    note_fetch,
    renew_feed,
)
from exchange.calendars.subscriptions import FeedRequest, Holder, addresses
from exchange.calendars.views.answers import Manner, answer_feed
from exchange.calendars.views.room import blueprint, code_to_scan, ensure_open
from exchange.core import clock
from exchange.core.entries import EntryKind
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import label, message
from exchange.partners.queries import all_partners
from exchange.web.access import public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import aside_repeated, session
from exchange.youth.queries.schools import pupils_stamp

_NEVER_STORED: Final = "private, no-store"


@blueprint.get("/feeds/<token>.ics")
@public
def private_feed(token: str) -> Response:
    """Serve a person's own feed to whoever holds its address."""
    ensure_open()
    feed, user = _opened(token)
    name = feed.name
    asked = FeedRequest(
        language=feed.language,
        partners=frozenset(feed.partners),
        kinds=frozenset(map(EntryKind, feed.kinds)),
        reminder=feed.reminder,
        holder=Holder(feed.id, name, user.as_actor(), pupils_stamp(session())),
    )
    if is_fetch_due(feed.last_fetched_at, clock.machine_now()):
        key = feed.id
        aside_repeated(lambda short: note_fetch(short, feed_id=key))
    response = answer_feed(asked, Manner(_NEVER_STORED, "calendar", lambda: name))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/feeds/mine/")
@requires("feeds:own")
def mine() -> Response:
    """List the feeds of the person who asks."""
    ensure_open()
    now = clock.machine_now()
    return render(
        "calendars/mine.html",
        feeds=own_feeds(session(), _own_id()),
        now=now,
        warned=now + FEED_WARNING,
        most=MOST_FEEDS,
        names={partner.slug: partner.names for partner in all_partners(session())},
        labels={kind.value: label(kind) for kind in EntryKind},
    )


@blueprint.get("/feeds/mine/new")
@requires("feeds:own")
def new_feed() -> Response:
    """Show the form of a new feed."""
    ensure_open()
    return render("calendars/own_feed.html", form=_offered(PrivateFeedForm()), feed=None)


@blueprint.post("/feeds/mine/new")
@requires("feeds:own")
def make_feed() -> Response:
    """Make a feed and show its address, this once."""
    ensure_open()
    form = _offered(PrivateFeedForm())
    if not form.validate():
        return render("calendars/own_feed.html", status=422, form=form, feed=None)
    try:
        issued = create_feed(session(), actor=signed_in(), key=form.row_key, choice=form.choice)
    except DomainError as error:
        form.show(error)
        return render("calendars/own_feed.html", status=error.status, form=form, feed=None)
    return _issued(issued)


@blueprint.get("/feeds/mine/<uuid:key>/edit")
@requires("feeds:own")
def edit_feed(key: UUID) -> Response:
    """Show what a feed holds, to change it."""
    feed = _own(key)
    return render("calendars/own_feed.html", form=_offered(PrivateFeedForm(obj=feed)), feed=feed)


@blueprint.post("/feeds/mine/<uuid:key>/edit")
@requires("feeds:own")
def save_feed(key: UUID) -> Response:
    """Change what a feed holds; its address stays."""
    feed = _own(key)
    form = _offered(PrivateFeedForm())
    if not form.validate():
        return render("calendars/own_feed.html", status=422, form=form, feed=feed)
    try:
        change_feed(
            session(), actor=signed_in(), feed=feed, version=form.row_version, choice=form.choice
        )
    except DomainError as error:
        form.show(error)
        return render("calendars/own_feed.html", status=error.status, form=form, feed=_own(key))
    flash(message("calendars.flash.changed", name=feed.name))
    return redirect(url_for("calendars.mine"))


@blueprint.post("/feeds/mine/<uuid:key>/renew")
@requires("feeds:own")
def renew(key: UUID) -> Response:
    """Give a feed a new address and show it, this once; the one before is gone."""
    version = ActionForm.checked().row_version
    return _issued(renew_feed(session(), actor=signed_in(), feed=_own(key), version=version))


@blueprint.post("/feeds/mine/<uuid:key>/end")
@requires("feeds:own")
def end(key: UUID) -> Response:
    """End a feed; its address answers that it is gone."""
    feed = _own(key)
    version = ActionForm.checked().row_version
    end_feed(session(), actor=signed_in(), feed=feed, version=version)
    flash(message("calendars.flash.ended", name=feed.name))
    return redirect(url_for("calendars.mine"))


def _opened(token: str) -> tuple[PrivateFeed, User]:
    """Look a token up; one that never was a feed's counts as guessing, and too many are refused."""
    try:
        return opened_feed(session(), token)
    except NotFoundError:
        count_guess()
        raise


def _own_id() -> UUID:
    found = signed_in().user_id
    if found is None:
        raise NotFoundError
    return found


def _own(key: UUID) -> PrivateFeed:
    ensure_open()
    return own_feed(session(), _own_id(), key)


def _offered(form: PrivateFeedForm) -> PrivateFeedForm:
    form.offer(kinds_for(signed_in()), all_partners(session()))
    return form


def _issued(issued: Issued) -> Response:
    """Show a feed's address, which is kept nowhere."""
    path = url_for("calendars.private_feed", token=issued.token)
    subscription = addresses(settings().base_url, path)
    response = render(
        "calendars/issued.html",
        feed=issued.feed,
        expires_at=issued.expires_at,
        subscription=subscription,
        code=code_to_scan(subscription.button),
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
