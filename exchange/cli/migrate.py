"""`exchange migrate`."""

import argparse

import exchange.app  # noqa: F401 - importing the rooms declares their tables
from config import load_settings
from exchange.core.database import Database, migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a revision to stop at."""
    parser.add_argument("--to", default="head", metavar="REVISION", help="default: the newest")


def run(arguments: argparse.Namespace) -> int:
    """Upgrade the configured database."""
    settings = load_settings()
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    migrate(database, arguments.to)
    database.dispose()
    return 0
