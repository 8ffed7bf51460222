"""`exchange purge`."""

import argparse
from functools import partial

from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.permissions import system_actor
from exchange.rooms import PURGES


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take nothing: what is due is due."""


def run(_arguments: argparse.Namespace) -> int:
    """Delete what each room keeps past its day, and print how much that was."""
    actor = system_actor("exchange purge")
    with opened() as (_settings, database):
        for room, purge in PURGES.items():
            purged = transact(database, partial(purge, actor=actor, today=clock.today()))
            print(f"{room}: {len(purged)} purged")
    return 0
