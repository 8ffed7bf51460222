"""The public feed, the page on which it is chosen, and a visit's own file."""

from typing import Final
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.calendars.clients import CLIENT_NAMES, shown_by
from exchange.calendars.enums import Reminder
from exchange.calendars.feeds import coming_entries, describe_visit
from exchange.calendars.ical import calendar_bytes
from exchange.calendars.subscriptions import CHOOSABLE_KINDS, read_request, subscribing
from exchange.calendars.views.answers import Manner, answer_feed
from exchange.calendars.views.room import (
    CALENDAR,
    blueprint,
    code_to_scan,
    ensure_open,
    publisher,
)
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.delegations.queries.published import visit_shown
from exchange.itineraries.entries import itinerary_entries
from exchange.partners.queries import all_partners
from exchange.web import languages
from exchange.web.access import public, requires
from exchange.web.downloads import name_file
from exchange.web.pages import render, settings
from exchange.web.transactions import session

_PREVIEWED: Final = 10
_ALWAYS_ASK: Final = "public, max-age=0, must-revalidate"


@blueprint.get("/feeds/")
@public
def feeds() -> Response:
    """Let a person choose a feed, see what it holds, and subscribe to it."""
    ensure_open()
    partners = all_partners(session())
    arguments = {"lang": [languages.current()], **_arguments()}
    asked = read_request(arguments, known_partners=[partner.slug for partner in partners])
    coming = coming_entries(session(), asked, publisher())[:_PREVIEWED]
    subscription = subscribing(settings().base_url, asked.arguments)
    return render(
        "calendars/feeds.html",
        asked=asked,
        partners=partners,
        kinds=CHOOSABLE_KINDS,
        feed_languages=OWN_NAMES.items(),
        clients=[
            (client, name, [shown_by(client, entry) for entry in coming])
            for client, name in CLIENT_NAMES.items()
        ],
        coming=coming,
        subscription=subscription,
        code=code_to_scan(subscription.button),
    )


@blueprint.get("/feeds/anniversaries.ics")
@public
def anniversaries() -> Response:
    """Serve the public feed: unchanged, it costs one statement."""
    ensure_open()
    arguments = _arguments()
    asked = read_request(arguments, known_partners=None)
    manner = Manner(
        _ALWAYS_ASK,
        "anniversaries",
        lambda: translate(message("calendars.feed.name"), asked.language),
        attached=asked.one_time,
    )
    return answer_feed(asked, manner, before_building=lambda: _ensure_partners(arguments))


@blueprint.get("/delegations/<uuid:key>/itinerary.ics")
@requires("itinerary:read")
def itinerary(key: UUID) -> Response:
    """Serve one visit with its items, times in their own zones, as a file to download."""
    visit = visit_shown(session(), key)
    language = languages.current()
    title = visit.title.in_language(language)
    body = calendar_bytes(
        itinerary_entries(session(), visit, language),
        feed=describe_visit(title, key, language=language, base_url=settings().base_url),
        one_time=True,
        reminder=Reminder.DAY_BEFORE,
    )
    response = Response(body, content_type=CALENDAR)
    name_file(response, "attachment", "itinerary.ics", f"{title}.ics")
    return response


def _ensure_partners(arguments: dict[str, list[str]]) -> None:
    """Refuse an unknown partner; a feed that is kept has none."""
    if "partner" not in arguments:
        return
    read_request(arguments, known_partners=[partner.slug for partner in all_partners(session())])


def _arguments() -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}
