"""Say which earlier edition one answers."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import expect_version, flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for, locked_edition
from exchange.youth.rules.pairs import ensure_pair


def set_pair(
    session: Session, *, actor: Actor, edition_id: UUID, follows_id: UUID | None, version: int
) -> Edition:
    """Say that an edition answers an earlier one of its programme, or none."""
    edition = locked_edition(session, actor, edition_id)
    expect_version(edition, version)
    if follows_id is not None:
        ensure_pair(edition, edition_for(session, actor, follows_id))
    changes = {"follows_id": (edition.follows_id, follows_id)}
    edition.follows_id = follows_id
    flush(session)
    subject = Subject("edition", edition.id)
    record(session, actor=actor, act="editions.pair", subject=subject, changes=changes)
    return edition
