"""`exchange purge`."""

import argparse
from typing import Final

from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.keys import Keyring
from exchange.core.permissions import system_actor
from exchange.privacy.services import Offered, due_of, purge_all, retentions_of
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS, RETENTIONS

_ACTOR: Final = system_actor("exchange purge")


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
            purged = purge_all(database, actor=_ACTOR, today=today, kind=kind, retention=retention)
            print(f"{kind}: {sum(each.count for each in purged)} purged")
    return 0
