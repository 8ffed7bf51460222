"""The pages of a homestay, and the keys their addresses name in the demo data."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.hosting.models import Guest, HostMember, Placement, YouthPair
from exchange.hosting.services import switch_suggestion
from exchange.youth.models import Edition

COORDINATOR_PAGES: Final = (
    "/hosting/editions/{receiving}/",
    "/hosting/editions/{receiving}/list",
    "/hosting/editions/{receiving}/families/new",
    "/hosting/families/{family}/",
    "/hosting/families/{family}/edit",
    "/hosting/families/{family}/end",
    "/hosting/members/{adult}/checks/new",
    "/hosting/editions/{receiving}/guests/new",
    "/hosting/guests/{guest}/",
    "/hosting/guests/{guest}/edit",
    "/hosting/guests/{guest}/withdraw",
    "/hosting/placements/{stay}/end",
    "/hosting/editions/{receiving}/suggestion",
    "/hosting/editions/{receiving}/pairs/",
    "/hosting/editions/{receiving}/pairs/{pair}/",
)
MANAGER_PAGES: Final = ("/privacy/hosting/{receiving}/",)


def keys_of_hosting(session: Session, actor: Actor) -> dict[str, object]:
    """Find what is kept of the demo's homestay, and let a suggestion be asked for."""
    stay = session.scalars(select(Placement)).one()
    edition = session.get_one(Edition, session.get_one(Guest, stay.guest_id).edition_id)
    switch_suggestion(session, actor=actor, edition=edition, on=True)
    members = select(HostMember).where(HostMember.family_id == stay.family_id)
    return {
        "receiving": edition.id,
        "stay": stay.id,
        "guest": stay.guest_id,
        "family": stay.family_id,
        "adult": session.scalars(members.order_by(HostMember.position)).all()[0].id,
        "pair": session.scalars(select(YouthPair)).one().id,
    }
