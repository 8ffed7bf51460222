"""`exchange purge`."""

import argparse
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.keys import Keyring
from exchange.core.offers import Retention
from exchange.core.permissions import system_actor
from exchange.privacy.enums import Retained
from exchange.privacy.services import Offered, due_of, purge_kind, retentions_of
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS, RETENTIONS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether anything is to be deleted."""
    parser.add_argument("--dry-run", action="store_true", help="say what is due, delete nothing")


def run(arguments: argparse.Namespace) -> int:
    """Delete what is kept past its day, each kind with its record, and print how much that was."""
    with opened() as (settings, database):
        ring = Keyring.parse(settings.data_key) if settings.data_key else Keyring({})
        offered = Offered(ERASURE_PARTS, ERASURE_HINDRANCES, ring)
        retentions, today = retentions_of(RETENTIONS, offered), clock.today()
        if arguments.dry_run:
            with database.reading() as session:
                for due in due_of(session, today=today, retentions=retentions):
                    print(f"{due.kind}: {due.now} due, {due.soon} more within 30 days")
            return 0
        for kind, retention in retentions.items():
            purge = partial(_purged, today=today, kind=kind, retention=retention)
            print(f"{kind}: {transact(database, purge)} purged")
    return 0


def _purged(session: Session, *, today: date, kind: Retained, retention: Retention) -> int:
    record = purge_kind(
        session,
        actor=system_actor("exchange purge"),
        today=today,
        kind=kind,
        retention=retention,
    )
    return record.counts[kind] if record else 0
