"""Where people hold an office now."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.partners.models import Organisation
from exchange.people.models import Post

#: As many keys as one statement asks for on every database.
PORTION: Final = 100


def offices_at(session: Session, people: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return at which partners people hold an office, at the city or at an organisation of it."""
    at = func.coalesce(Post.partner_id, Organisation.partner_id)
    statement = (
        select(Post.person_id, at)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.ends.is_(None))
    )
    found: dict[UUID, set[UUID]] = {}
    for start in range(0, len(people), PORTION):
        portion = statement.where(Post.person_id.in_(people[start : start + PORTION]))
        for person, partner in session.execute(portion):
            found.setdefault(person, set()).add(partner)
    return found
