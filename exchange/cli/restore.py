"""`exchange restore`."""

import argparse
from pathlib import Path

from config import Settings, load_settings
from exchange.backups.checking import Keys
from exchange.backups.restoring import restore
from exchange.cli import CommandError
from exchange.cli.backup import told
from exchange.cli.instance import database_of, make_folder
from exchange.cli.passphrases import add_key_file, passphrase_for
from exchange.core.keys import Keyring, LedgerKey, decode_key


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
    try:
        passphrase = passphrase_for(arguments.file, arguments.key_file)
        make_folder(settings)
        manifest = restore(settings.database_url, arguments.file, passphrase=passphrase, keys=keys)
    except OSError as error:
        place = error.filename or arguments.file
        raise CommandError(f"{place} cannot be used: {error.strerror}") from error
    print(f"restored: {told(manifest)}")
    return 0


def keys_of(settings: Settings) -> Keys:
    """Return the keys that are set; what a backup needs of them shows when it is read."""
    ring = Keyring.parse(settings.data_key) if settings.data_key else Keyring({})
    key = settings.ledger_key
    return Keys(ring, LedgerKey(decode_key(key)) if key else None)
