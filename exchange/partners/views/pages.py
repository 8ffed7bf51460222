"""The list of partners with its map, and a page a partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import request, url_for
from werkzeug.wrappers import Response

from exchange.closures.queries import closed_days
from exchange.closures.rules import ClosedDay
from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.partners.enums import ExchangeField, FactKind
from exchange.partners.models import Partner
from exchange.partners.profile import PublicProfile, other_facts, public_profile
from exchange.partners.queries import (
    all_partners,
    organisations_of,
    partner_by_slug,
    relations_of,
    sources_by_slug,
)
from exchange.partners.rules import LocalTime, local_time
from exchange.partners.views.page import LIST, blueprint
from exchange.partners.worldmap import arrange, distance_km
from exchange.people.queries import posts_of_partner
from exchange.people.rules import doubts, in_order, standing
from exchange.web import languages
from exchange.web.access import actor, public
from exchange.web.offers import panels_for
from exchange.web.pages import render
from exchange.web.transactions import session

#: Cities are no points: distances are said to the nearest ten kilometres.
_ROUND: Final = -1
#: How far ahead closed days are named, and how many of them.
_AHEAD: Final = timedelta(days=120)
_SHOWN: Final = 4
_FIELDS: Final = {field.value: field for field in ExchangeField}


@dataclass(frozen=True, slots=True)
class Listed:
    """A partner in the list: what everyone may see, its clock, and how far it is."""

    profile: PublicProfile
    time: LocalTime
    kilometres: int


@blueprint.get("/")
@public
def index() -> Response:
    """Show the present partners on the map and in the order of the list, those ended beneath."""
    now = clock.now()
    profiles = [public_profile(partner) for partner in all_partners(session())]
    rows = [
        Listed(profile, local_time(profile.zone, now), _kilometres(profile))
        for profile in profiles
        if profile.ended_on is None
    ]
    return render(
        "partners/index.html",
        rows=rows,
        markers=_markers(rows),
        ended=[profile for profile in profiles if profile.ended_on is not None],
        panels=panels_for(LIST),
    )


@blueprint.get("/<slug>/")
@public
def show(slug: str) -> Response:
    """Show what everyone may see of a partner; staff also see what stands behind it."""
    partner = partner_by_slug(session(), slug)
    profile = public_profile(partner)
    who = actor()
    staff = who is not None and who.school_id is None
    return render(
        "partners/show.html",
        profile=profile,
        time=local_time(profile.zone, clock.now()),
        distance=_kilometres(profile),
        closed=_closed(slug),
        panels=panels_for(Subject("partner", partner.id)),
        own_names=OWN_NAMES,
        staff=staff,
        **_history(profile),
        **(_behind(partner) if staff else {}),
    )


def _closed(slug: str) -> Sequence[ClosedDay]:
    """Return the next days on which offices are closed there."""
    today = clock.today()
    found = closed_days(session(), slug, today, today + _AHEAD)
    return [day for day in found if not day.caution][:_SHOWN]


def _history(profile: PublicProfile) -> Mapping[str, Any]:
    """Return the entries of the field asked for, and the fields there are entries of."""
    entries = profile.facts[FactKind.HISTORY]
    asked = request.args.get("field", "")
    if asked and asked not in _FIELDS:
        raise BadRequestError(message("partners.error.field"))
    known = [field for field in ExchangeField if any(field in fact.fields for fact in entries)]
    shown = [fact for fact in entries if not asked or asked in fact.fields]
    return {"history": shown, "history_fields": known, "history_field": asked}


def _behind(partner: Partner) -> Mapping[str, Any]:
    """Return what stands behind the public part, for staff."""
    today, sources = clock.today(), sources_by_slug(session())
    organisations = organisations_of(session(), partner.id)
    posts = posts_of_partner(session(), partner.id, [each.id for each in organisations])
    return {
        "partner": partner,
        "other_facts": other_facts(partner),
        "citations": partner.citations,
        "sources": sources,
        "sources_by_id": {source.id: source for source in sources.values()},
        "organisations": organisations,
        "organisation_names": {each.id: each.names for each in organisations},
        "posts": [
            (post, standing(post, today=today), doubts(post, today=today))
            for post in in_order(posts, today=today)
        ],
        "relations": [
            (relation, relation.other if relation.partner_id == partner.id else relation.partner)
            for relation in relations_of(session(), partner.id)
        ],
        "kinds": list(FactKind),
    }


def _kilometres(profile: PublicProfile) -> int:
    return int(round(distance_km(profile.latitude, profile.longitude), _ROUND))


def _markers(rows: Sequence[Listed]) -> list[dict[str, object]]:
    spots = arrange([(row.profile.latitude, row.profile.longitude) for row in rows])
    return [
        {
            "number": row.profile.number,
            "label": translate(_label(row), languages.current()),
            "href": url_for("partners.show", slug=row.profile.slug),
            "spot": spot,
        }
        for row, spot in zip(rows, spots, strict=True)
    ]


def _label(row: Listed) -> Message:
    """Say of a mark what the list says: name, distance, difference of time."""
    return message(
        "partners.map.mark",
        name=row.profile.names.in_language(languages.current()),
        count=row.kilometres,
        time=row.time.difference,
    )
