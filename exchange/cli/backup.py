"""`exchange backup`."""

import argparse
from pathlib import Path

from sqlalchemy import make_url

from config import Settings, load_settings
from exchange.backups.archive import Manifest
from exchange.backups.making import back_up
from exchange.backups.restoring import verify
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.cli.passphrases import add_key_file, new_passphrase, passphrase_for
from exchange.core import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, and whether it is to be encrypted or only looked through."""
    parser.epilog = (
        "Write everything the database holds into FILE, while it is in use. Keys are not in it."
        " Exit status: 0 done, 1 refused and nothing changed, 2 called wrongly."
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--encrypt", action="store_true", help="encrypt with a passphrase")
    what.add_argument("--verify", action="store_true", help="read FILE through, write nothing")
    add_key_file(parser)


def run(arguments: argparse.Namespace) -> int:
    """Back the configured database up, or read a backup through."""
    if arguments.verify:
        manifest = _verified(arguments.file, arguments.key_file)
        print(f"sound: {told(manifest)}")
        return 0
    if arguments.key_file and not arguments.encrypt:
        raise CommandError("--key-file goes with --encrypt or --verify")
    passphrase = new_passphrase(arguments.key_file) if arguments.encrypt else None
    _ensure_there(load_settings())
    with opened() as (_settings, database):
        try:
            manifest = back_up(
                database, arguments.file, now=clock.machine_now(), passphrase=passphrase
            )
        except OSError as error:
            raise CommandError(f"{arguments.file} cannot be written: {error.strerror}") from error
    print(f"backup: {told(manifest)}")
    print("its keys are not in it: keep secrets.env, or the keys you set, apart from it")
    return 0


def _verified(path: Path, key_file: Path | None) -> Manifest:
    try:
        return verify(path, passphrase_for(path, key_file))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def told(manifest: Manifest) -> str:
    """Say what a backup holds."""
    return (
        f"{len(manifest.parts)} tables, {manifest.rows} rows, schema {manifest.revision},"
        f" as of {manifest.made_at}"
    )


def _ensure_there(settings: Settings) -> None:
    """Refuse an SQLite file that is not there: opening it would make it."""
    url = make_url(settings.database_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        raise CommandError(f"there is no database at {url.database}")
