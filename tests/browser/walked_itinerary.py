"""A programme with tracks, a clash, a version and somebody who came, for the walked pages."""

from dataclasses import replace

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.delegations.models import VisitMember
from exchange.itineraries.enums import Presence
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.services.items import ItemPlan, add_item, correct_item, plan_of
from exchange.itineraries.services.presences import tick
from exchange.itineraries.services.tracks import set_tracks, tracks_seen
from exchange.itineraries.services.versions import publish_version


def fill_programme(  # long: one story
    session: Session, actor: Actor, member: VisitMember, item: ItineraryItem
) -> None:
    """Put two tracks beside an item, with one vehicle and one person in both, and change it."""
    item = item_by_id(session, item.visit_id, item.id)  # with the people named for it
    plan = replace(
        plan_of(item), fixed=True, set_meal=True, meal="昼食", host="見本市長", dress="平服"
    )
    visit_id = item.visit_id
    correct_item(
        session, actor=actor, visit_id=visit_id, key=item.id, version=item.version, plan=plan
    )
    publish_version(session, actor=actor, visit_id=visit_id, note="見本")
    for track, place in (("見学班", "見本城"), ("会議班", "見本会議場")):
        parallel = ItemPlan(
            title=Localized({"ja": f"（見本）{track}", "en": "(Demo) Track"}),
            start=item.start,
            end=item.end,
            place=place,
            track=track,
            vehicle="1号車",
            own_text=Localized({"ja": "集合は玄関です。"}),
        )
        add_item(session, actor=actor, visit_id=visit_id, plan=parallel, is_demo=True)
    tracks = {track: [member.person_id] for track in ("見学班", "会議班")}
    seen = tracks_seen(session, visit_id)
    set_tracks(session, actor=actor, visit_id=visit_id, tracks=tracks, seen=seen)
    tick(
        session,
        actor=actor,
        visit_id=visit_id,
        item_id=item.id,
        person_id=member.person_id,
        presence=Presence.ARRIVED,
    )
