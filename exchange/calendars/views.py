"""The calendar page, what its grid asks for, the feeds, and every `.ics` of the house."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from config import Settings
from exchange.calendars.agenda import (
    MONTHS,
    agenda_months,
    for_grid,
    later,
    read_month,
    read_partners,
    read_range,
)
from exchange.calendars.feeds import (
    FeedBytes,
    Publisher,
    coming_entries,
    current_digest,
    describe_visit,
    kept_bytes,
    publish,
)
from exchange.calendars.ical import calendar_bytes
from exchange.calendars.subscriptions import (
    CHOOSABLE_KINDS,
    PUBLIC_KINDS,
    read_request,
    subscribing,
)
from exchange.core import clock
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryQuery
from exchange.core.errors import NotFoundError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.entries import itinerary_entries
from exchange.delegations.queries import visit_by_id
from exchange.partners.queries import all_partners
from exchange.web import languages
from exchange.web.access import actor, public, requires
from exchange.web.offers import offers
from exchange.web.pages import render
from exchange.web.transactions import aside_repeated, session

blueprint = Blueprint("calendars", __name__)

_PREVIEWED: Final = 10
_CALENDAR: Final = "text/calendar; charset=utf-8"
_ALWAYS_ASK: Final = "public, max-age=0, must-revalidate"


@blueprint.get("/calendar/")
@public
def index() -> Response:
    """Show twelve months as a list, which the grid enhances."""
    first = read_month(request.args.get("from"), today=clock.today())
    partners = all_partners(session())
    chosen = _chosen_partners([partner.slug for partner in partners])
    query = EntryQuery(
        first=first,
        last=later(first, MONTHS),
        language=languages.current(),
        audience=_audience(),
        partners=chosen,
        actor=actor(),
    )
    return render(
        "calendars/index.html",
        months=agenda_months(_find(query), first),
        first=first,
        day=clock.today() if first == clock.today().replace(day=1) else first,
        earlier=later(first, -MONTHS),
        later=later(first, MONTHS),
        partners=partners,
        chosen=chosen,
        kinds=[(kind.value, translate(label(kind), languages.current())) for kind in _kinds()],
        feed=url_for("calendars.entries", partner=sorted(chosen)),
    )


@blueprint.get("/calendar/entries.json")
@public
def entries() -> Response:
    """Answer the grid: the entries between `start` and `end`, in the page's language."""
    first, last = read_range(request.args.get("start"), request.args.get("end"))
    query = EntryQuery(
        first=first,
        last=last,
        language=languages.current(),
        audience=_audience(),
        partners=_chosen_partners([partner.slug for partner in all_partners(session())]),
        actor=actor(),
    )
    return jsonify([for_grid(entry, url=entry.path) for entry in _find(query)])


@blueprint.get("/feeds/")
@public
def feeds() -> Response:
    """Let a person choose a feed, see what it holds, and subscribe to it."""
    _ensure_public()
    partners = all_partners(session())
    arguments = {"lang": [languages.current()], **_arguments()}
    asked = read_request(arguments, known_partners=[partner.slug for partner in partners])
    publisher = _publisher()
    return render(
        "calendars/feeds.html",
        asked=asked,
        partners=partners,
        kinds=CHOOSABLE_KINDS,
        feed_languages=OWN_NAMES.items(),
        preview=coming_entries(session(), asked, publisher)[:_PREVIEWED],
        subscription=subscribing(_base_url(), asked.arguments),
    )


@blueprint.get("/feeds/anniversaries.ics")
@public
def anniversaries() -> Response:
    """Serve the public feed: unchanged, it costs one statement."""
    _ensure_public()
    arguments = _arguments()
    slugs = [p.slug for p in all_partners(session())] if "partner" in arguments else []
    asked = read_request(arguments, known_partners=slugs)
    publisher = _publisher()
    digest = current_digest(session(), asked, publisher)
    if digest is not None and request.if_none_match.contains(digest):
        return _validated(Response(status=304), digest)
    kept = kept_bytes(session(), asked, digest) if digest is not None else None
    found = kept or aside_repeated(lambda short: publish(short, asked, publisher))
    return _feed_response(found, one_time=asked.one_time)


@blueprint.get("/delegations/<uuid:key>/itinerary.ics")
@requires("itinerary:read")
def itinerary(key: UUID) -> Response:
    """Serve one visit with its items, times in their own zones, as a file to download."""
    visit = visit_by_id(session(), key)
    language = languages.current()
    body = calendar_bytes(
        itinerary_entries(session(), visit, language),
        feed=describe_visit(
            visit.title.in_language(language), key, language=language, base_url=_base_url()
        ),
        one_time=True,
    )
    response = Response(body, content_type=_CALENDAR)
    response.headers["Content-Disposition"] = 'attachment; filename="itinerary.ics"'
    return response


def _find(query: EntryQuery) -> list[CalendarEntry]:
    return [entry for source in offers().entries for entry in source.find(session(), query)]


def _audience() -> Audience:
    """Staff see everything; a school and the public see what is public."""
    who = actor()
    return Audience.STAFF if who is not None and who.school_id is None else Audience.PUBLIC


def _kinds() -> Sequence[EntryKind]:
    return tuple(EntryKind) if _audience() is Audience.STAFF else PUBLIC_KINDS


def _chosen_partners(known: Sequence[str]) -> frozenset[str]:
    return read_partners(request.args.getlist("partner"), known=known)


def _arguments() -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}


def _ensure_public() -> None:
    """On a closed network there are no feeds; the files of `exchange export-ics` serve instead."""
    if not _settings().public:
        raise NotFoundError(message("calendars.error.closed_network"))


def _publisher() -> Publisher:
    return Publisher(
        sources=offers().entries, now=clock.now(), today=clock.today(), base_url=_base_url()
    )


def _base_url() -> str:
    return _settings().base_url


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _feed_response(kept: FeedBytes, *, one_time: bool) -> Response:
    response = Response(kept.body, content_type=_CALENDAR)
    kind = "attachment" if one_time else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="anniversaries.ics"'
    response.last_modified = kept.last_modified
    _validated(response, kept.digest)
    response.make_conditional(request)
    return response


def _validated(response: Response, digest: str) -> Response:
    response.set_etag(digest)
    response.headers["Cache-Control"] = _ALWAYS_ASK
    return response
