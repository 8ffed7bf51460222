"""Name somebody for an item: staff of the city, a host, whoever is no member."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import expect_version, flush
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import TOPIC
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import item_by_id
from exchange.itineraries.services.items import plan_of, restate_item
from exchange.people.queries import person_by_id


def name_person(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, person_id: UUID
) -> ItineraryItem:
    """Name a person for an item, once; raises NotFoundError for somebody unknown."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, key)
    plan = plan_of(item)
    person = person_by_id(session, person_id)
    if person.id in plan.people:
        return item
    expect_version(item, version)
    plan = replace(plan, people=tuple(sorted({*plan.people, person.id})))
    restate_item(session, actor=actor, visit=visit, item=item, plan=plan)
    touch(session, TOPIC)
    flush(session)
    return item
