"""`exchange purge`."""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Final

from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.keys import Keyring
from exchange.core.offers import Retention
from exchange.core.permissions import system_actor
from exchange.privacy.enums import Retained
from exchange.privacy.services import Offered, due_of, purge_all, retentions_of
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS, RETENTIONS

_ACTOR: Final = system_actor("exchange purge")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether anything is to be deleted: not unless it is said."""
    parser.epilog = (
        "Say how much of each kind is past its day; delete it with --confirm, at most fifty in one"
        " transaction, and print the number of each record."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--confirm", action="store_true", help="delete what is due")
    what.add_argument("--dry-run", action="store_true", help="delete nothing, as without a word")


def run(arguments: argparse.Namespace) -> int:
    """Say what is kept past its day; told to, delete it, each kind with its records."""
    with opened() as (settings, database):
        ring = Keyring.parse(settings.data_key) if settings.data_key else Keyring({})
        offered = Offered(ERASURE_PARTS, ERASURE_HINDRANCES, ring)
        retentions, today = retentions_of(RETENTIONS, offered), clock.today()
        if arguments.confirm:
            _purge(database, today, retentions)
        else:
            _tell(database, today, retentions)
    return 0


def _tell(database: Database, today: date, retentions: Mapping[Retained, Retention]) -> None:
    with database.reading() as session:
        for due in due_of(session, today=today, retentions=retentions):
            print(f"{due.kind}: {due.now} due, {due.soon} more within 30 days")
    print("nothing was deleted; exchange purge --confirm deletes what is due")


def _purge(database: Database, today: date, retentions: Mapping[Retained, Retention]) -> None:
    for kind, retention in retentions.items():
        count = 0
        for each in purge_all(database, actor=_ACTOR, today=today, kind=kind, retention=retention):
            count += each.count
            print(f"{kind}: record {each.record_id}, {each.count} purged")
        print(f"{kind}: {count} purged")
