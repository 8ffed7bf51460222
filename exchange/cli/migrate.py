"""`exchange migrate`."""

import argparse

from alembic.util import CommandError as MigrationError

from config import load_settings
from exchange.cli import CommandError
from exchange.cli.instance import database_of, make_folder
from exchange.core.database.migrate import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a revision to stop at."""
    parser.add_argument("--to", default="head", metavar="REVISION", help="default: the newest")


def run(arguments: argparse.Namespace) -> int:
    """Upgrade the configured database."""
    settings = load_settings()
    make_folder(settings)
    database = database_of(settings)
    try:
        migrate(database, arguments.to)
    except MigrationError as error:
        raise CommandError(" ".join(str(error).split())) from error
    finally:
        database.dispose()
    return 0
