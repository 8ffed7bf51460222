"""The password of the one administrator who keeps one where staff have none."""

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


def note_break_glass(session: Session, *, actor: Actor) -> None:
    """Leave a line that the way in for bad days was taken."""
    record(
        session, actor=actor, act="accounts.break_glass", subject=Subject("user", actor.known_id)
    )
