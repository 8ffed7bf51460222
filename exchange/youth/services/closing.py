"""The end of an edition: closed and counted."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.keys import LedgerKey
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.translate import translate
from exchange.youth.enums import (
    EDITION_STEPS,
    EditionState,
)
from exchange.youth.ledger import is_closed, propose_late, write_ledger
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import states_of_edition
from exchange.youth.rules.editions import ensure_can_close
from exchange.youth.rules.registrations import SETTLED
from exchange.youth.services.programmes import TOPIC
from exchange.youth.services.steps import expect_seen


def close_edition(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    ledger_key: LedgerKey,
    version: int | None = None,
) -> Edition:
    """Close an edition on or after its last day, and write its participations to the ledger.

    Where the fiscal year is closed already they are entered as corrections of it instead.
    """
    edition = locked_edition(session, actor, edition_id)
    expect_seen(edition, version)
    EDITION_STEPS.ensure(edition.state, EditionState.CLOSED)
    states = states_of_edition(session, edition)
    undecided = sum(count for state, count in states.items() if state not in SETTLED)
    ensure_can_close(edition, undecided=undecided, today=clock.today())
    end_edition(session, actor=actor, edition=edition, target=EditionState.CLOSED)
    if is_closed(session, edition.fiscal_year):
        reason = translate(message("youth.correction.late"), Language.JA)
        propose_late(session, actor=actor, edition=edition, ledger_key=ledger_key, reason=reason)
    else:
        write_ledger(session, actor=actor, edition=edition, ledger_key=ledger_key)
    return edition


def end_edition(session: Session, *, actor: Actor, edition: Edition, target: EditionState) -> None:
    """Bring an edition to its end, closed or cancelled; its lock is held."""
    changes = {"state": (edition.state, target)}
    edition.state = target
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act=f"editions.{target.value}",
        subject=Subject("edition", edition.id),
        changes=changes,
    )
