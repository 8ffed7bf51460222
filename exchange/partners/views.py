"""The list of partners with its map, and a page a partner."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.attachments.views import Holder, offer_documents
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.partners.models import Partner
from exchange.partners.profile import PublicProfile, other_facts, public_profile
from exchange.partners.queries import all_partners, partner_by_slug, sources_by_slug
from exchange.partners.rules import local_time
from exchange.partners.worldmap import arrange, distance_km
from exchange.web import languages
from exchange.web.access import actor, public
from exchange.web.offers import panels_for
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("partners", __name__, url_prefix="/partners")

#: The list itself, for rooms that show something beneath it.
LIST: Final = Subject("partners", UUID(int=0))
#: Cities are no points: distances are said to the nearest ten kilometres.
_ROUND: Final = -1


@blueprint.get("/")
@public
def index() -> Response:
    """Show the partners on the map and in the order of the printed list."""
    now = clock.now()
    profiles = [public_profile(partner) for partner in all_partners(session())]
    return render(
        "partners/index.html",
        profiles=profiles,
        markers=_markers(profiles),
        times={profile.slug: local_time(profile.zone, now) for profile in profiles},
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
        distance=int(round(distance_km(profile.latitude, profile.longitude), _ROUND)),
        panels=panels_for(Subject("partner", partner.id)),
        staff=staff,
        other_facts=other_facts(partner) if staff else [],
        citations=partner.citations if staff else {},
        sources=sources_by_slug(session()) if staff else {},
    )


def _holder(session: Session, key: UUID) -> Holder:
    """Find a partner for its documents and photographs."""
    partner = session.get(Partner, key)
    if partner is None:
        raise NotFoundError
    path = url_for("partners.show", slug=partner.slug)
    return Holder(Subject("partner", key), partner.names, path)


offer_documents(blueprint, "partner", _holder)


def _markers(profiles: Sequence[PublicProfile]) -> list[dict[str, object]]:
    spots = arrange([(profile.latitude, profile.longitude) for profile in profiles])
    return [
        {
            "number": profile.number,
            "label": profile.names.in_language(languages.current()),
            "href": url_for("partners.show", slug=profile.slug),
            "spot": spot,
        }
        for profile, spot in zip(profiles, spots, strict=True)
    ]
