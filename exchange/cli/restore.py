"""`exchange restore`."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from config import Settings, load_settings
from exchange.backups.checking import Keys
from exchange.backups.restoring import restore
from exchange.cli import CommandError
from exchange.cli.backup import told
from exchange.cli.instance import database_of, make_folder
from exchange.cli.passphrases import add_key_file, passphrase_for
from exchange.core.keys import Keyring, LedgerKey, decode_key
from exchange.core.permissions import system_actor
from exchange.privacy.erased_list import FILE, UnreadableListError, read_list
from exchange.privacy.services import Offered
from exchange.privacy.services.replaying import replay
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS

_ACTOR: Final = system_actor("exchange restore")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file."""
    parser.epilog = (
        "Load what `exchange backup` wrote into an empty database, and bring it to the newest"
        " schema. Exit status: 0 done, 1 refused and nothing changed, 2 called wrongly."
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    add_key_file(parser)


def run(arguments: argparse.Namespace) -> int:
    """Restore into the configured database."""
    settings = load_settings()
    database_of(settings).dispose()  # refuses an address that cannot be read
    keys = keys_of(settings)
    listed = _listed(settings)
    try:
        passphrase = passphrase_for(arguments.file, arguments.key_file)
        make_folder(settings)
        manifest = restore(settings.database_url, arguments.file, passphrase=passphrase, keys=keys)
    except OSError as error:
        place = error.filename or arguments.file
        raise CommandError(f"{place} cannot be used: {error.strerror}") from error
    print(f"restored: {told(manifest)}")
    _erase_again(settings, listed)
    return 0


def _erase_again(settings: Settings, listed: Mapping[UUID, date]) -> None:
    """Erase who was erased after the backup was made."""
    if not listed:
        print(f"nobody is erased again: {settings.instance_dir / FILE} names nobody")
        return
    offered = Offered(ERASURE_PARTS, ERASURE_HINDRANCES, keys_of(settings).ring)
    database = database_of(settings)
    try:
        done = replay(database, actor=_ACTOR, erased=listed, offered=offered)
    finally:
        database.dispose()
    print(f"erased again: {done.count}")
    for key in done.hindered:
        print(f"not erased again yet, a seat or a count is open: {key}", file=sys.stderr)


def _listed(settings: Settings) -> Mapping[UUID, date]:
    """Return who was erased, by the list beside the keys; refused where it cannot be read."""
    try:
        return read_list(settings.instance_dir / FILE)
    except UnreadableListError as error:
        raise CommandError(str(error)) from error


def keys_of(settings: Settings) -> Keys:
    """Return the keys that are set; what a backup needs of them shows when it is read."""
    ring = Keyring.parse(settings.data_key) if settings.data_key else Keyring({})
    key = settings.ledger_key
    return Keys(ring, LedgerKey(decode_key(key)) if key else None)
