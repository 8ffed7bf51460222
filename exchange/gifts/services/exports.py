"""Note who took the register of gifts as a file."""

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core.database import reference_uuid
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


def note_register_taken(session: Session, *, actor: Actor, count: int) -> None:
    """Note that somebody took the register with names, and how many rows of it."""
    subject = Subject("gift_register", reference_uuid("register", "gifts"))
    changes = {"count": (None, count)}
    record(
        session,
        actor=actor,
        act="gifts.export",
        subject=subject,
        changes=changes,
        purpose=Purpose.RESULTS,
    )
