"""What guardians wrote in applications, and their addresses, end when their time is over."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.links import revoke
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.outbox.services import forget_addresses
from exchange.youth.models import Application
from exchange.youth.queries.applications import addresses_kept, applications_to_empty


def forget_due(session: Session, *, actor: Actor, today: date, limit: int) -> Sequence[Application]:
    """Empty the applications whose time is over; return them.

    A link nobody used ends with the window, what was written by the outcome. The row stays: when
    something was sent, and what became of it, without anybody's name. The mails to an address that
    is kept for nobody else are emptied with it.
    """
    rows = applications_to_empty(session, today, limit=limit)
    addresses = {row.mail for row in rows}
    for row in rows:
        row.answers, row.reason, row.mail = None, None, ""
        row.emptied_at = clock.now()
        revoke(row.link)
    flush(session)
    forget_addresses(session, addresses - addresses_kept(session, addresses))
    for row in rows:
        record(
            session,
            actor=actor,
            act="applications.change",
            subject=Subject("application", row.id),
            changes=dict.fromkeys(("answers", "mail", "reason"), (None, None)),
            without_values=True,
        )
    return rows
