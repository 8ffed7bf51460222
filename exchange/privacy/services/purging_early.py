"""Purge an edition's host families before their day, and anew where a backup brought them back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.hosting.queries.purging import is_left
from exchange.hosting.services import purge_edition
from exchange.jobs.services import enqueue
from exchange.privacy.enums import RecordedAct, Retained
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services.erasing import KEEP
from exchange.youth.queries.programmes import locked_edition


def purge_hosting(
    session: Session, *, actor: Actor, edition_id: UUID, language: str
) -> ErasureRecord | None:
    """Purge what is kept of an edition's families now; return the record, None of nothing.

    A worker lists the edition with who was erased, so that no backup brings the families back.
    Raises NotFoundError, and DomainError while the edition is not over.
    """
    reason = translate(message("privacy.record.early"), language)
    kept = _purge(session, actor, edition_id, reason)
    if kept is not None:
        enqueue(session, KEEP)
    return kept


def purge_hosting_again(session: Session, *, actor: Actor, edition_id: UUID, day: date) -> bool:
    """Purge the families of an edition that were purged on a day and came back with a backup."""
    reason = translate(message("privacy.record.again", day=day), Language.JA)
    return _purge(session, actor, edition_id, reason) is not None


def _purge(session: Session, actor: Actor, edition_id: UUID, reason: str) -> ErasureRecord | None:
    edition = locked_edition(session, actor, edition_id)
    was_left = is_left(session, edition, clock.today())
    purge_edition(session, actor=actor, edition_id=edition_id)
    if not was_left:
        return None
    kept = ErasureRecord(
        kind=RecordedAct.PURGE,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        reason=reason,
        counts={Retained.HOSTING.value: 1},
        is_demo=edition.is_demo,
    )
    session.add(kept)
    flush(session)
    return kept
