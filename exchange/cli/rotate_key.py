"""`exchange rotate-key`."""

import argparse
import sys
import time
from typing import Final

from config import Settings, load_settings
from exchange.audit.services import record
from exchange.cli import CommandError
from exchange.cli.instance import data_keys, ensure_keys_open, opened
from exchange.cli.secrets_file import add_data_key
from exchange.core.database import Database, reference_uuid, transact
from exchange.core.database.resealing import Resealed, reseal, values_by_key
from exchange.core.keys import Keyring
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor

#: Seconds in which requests end that read the keys before there was a new one.
_GRACE: Final = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing but --check: what there is to do shows in the database."""
    parser.add_argument(
        "--check", action="store_true", help="change nothing; say which keys are still in use"
    )
    parser.epilog = (
        "Seal everything under a new data key, while Exchange is in use. Killed half-way, it goes"
        " on where it was. Exit status: 0 done, 1 refused or values left that no key opens."
    )


def run(arguments: argparse.Namespace) -> int:
    """Finish the rotation that was begun; where none was, make a new key and begin one."""
    with opened() as (settings, database):
        ring = data_keys(settings)
        ensure_keys_open(settings, database)
        if arguments.check:
            return _check(database, ring)
        done = reseal(database, ring)
        if not done.values:
            ring = _with_new_key(settings, ring)
            done = reseal(database, ring)
        _note(database, ring, done)
    print(f"{done.values} values sealed under the data key {ring.current!r}")
    print("the older keys stay in EXCHANGE_DATA_KEY: backups made until now need them")
    print("exchange rotate-key --check says when one may go")
    for place in done.broken:
        print(f"left as it is, no key opens it: {place.bound.decode()}", file=sys.stderr)
    return 1 if done.broken else 0


def _check(database: Database, ring: Keyring) -> int:
    """Say of each key whether something is sealed under it, and so whether it may go."""
    with database.reading() as session:
        counts = values_by_key(session, ring)
    for name, count in counts.items():
        if name == ring.current:
            said = f"{count} values; it seals what is written now"
        elif count:
            said = f"{count} values; it must stay (run exchange rotate-key)"
        else:
            said = "no value; it may go once no backup from before its rotation is kept"
        print(f"{name}: {said}")
    return 0


def _with_new_key(settings: Settings, ring: Keyring) -> Keyring:
    """Write a new key in front; from then on every process seals under it."""
    name = ring.next_name
    if not settings.keeps_data_key:
        raise CommandError(
            "EXCHANGE_DATA_KEY is set in the environment: put a new key in front of it there,"
            f" {name}:…,{ring.current}:…, restart everything, then run this again"
        )
    add_data_key(settings.secrets_file, name)
    time.sleep(_GRACE)
    return data_keys(load_settings())


def _note(database: Database, ring: Keyring, done: Resealed) -> None:
    subject = Subject("data_key", reference_uuid("data_key", ring.current))
    changes = {"values": (None, done.values), "key": (None, ring.current)}
    transact(
        database,
        lambda session: record(
            session,
            actor=system_actor("exchange rotate-key"),
            act="keys.rotate",
            subject=subject,
            changes=changes,
        ),
    )
