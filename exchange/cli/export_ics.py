"""`exchange export-ics`: the public calendar as a file, for a site that cannot be subscribed to."""

import argparse
import os
import tempfile
from pathlib import Path

from exchange.app import ENTRY_SOURCES
from exchange.calendars.feeds import Publisher, publish
from exchange.calendars.subscriptions import FeedRequest
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.languages import FEED_LANGUAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and the language."""
    parser.add_argument("file", type=Path, help="where to write, such as anniversaries.ics")
    parser.add_argument("--lang", default="ja", choices=FEED_LANGUAGES)
    parser.add_argument("--milestones", action="store_true", help="every five years only")


def run(arguments: argparse.Namespace) -> int:
    """Write the file whole, or not at all."""
    if not arguments.file.parent.is_dir():
        raise CommandError(f"there is no folder {arguments.file.parent}")
    if arguments.file.is_dir():
        raise CommandError(f"{arguments.file} is a folder; name a file in it")
    with opened() as (settings, database):
        publisher = Publisher(ENTRY_SOURCES, clock.now(), clock.today(), settings.base_url)
        asked = FeedRequest(language=arguments.lang, milestones=arguments.milestones)
        body = transact(database, lambda session: publish(session, asked, publisher).body)
    _write(arguments.file, body)
    return 0


def _write(path: Path, body: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
