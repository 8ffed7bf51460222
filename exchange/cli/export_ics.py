"""`exchange export-ics`: the public calendar as a file, for a site that cannot be subscribed to."""

import argparse
import os
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from exchange.calendars.feeds import Publisher, publish
from exchange.calendars.subscriptions import CHOOSABLE_KINDS, read_request
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.languages import FEED_LANGUAGES
from exchange.partners.queries import all_partners
from exchange.rooms.offers import ENTRY_SOURCES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and what a feed's address takes."""
    parser.add_argument("file", type=Path, help="where to write, such as anniversaries.ics")
    parser.add_argument("--lang", default="ja", choices=FEED_LANGUAGES)
    parser.add_argument("--partner", action="append", default=[], help="a slug; may be repeated")
    parser.add_argument(
        "--kinds", default="", help=f"with commas between: {', '.join(sorted(CHOOSABLE_KINDS))}"
    )
    parser.add_argument("--milestones", action="store_true", help="every five years only")
    parser.add_argument("--months", default="first", choices=("first", "span"))
    parser.add_argument("--download", action="store_true", help="to be loaded once, not polled")


def run(arguments: argparse.Namespace) -> int:
    """Write the file whole, or not at all."""
    if not arguments.file.parent.is_dir():
        raise CommandError(f"there is no folder {arguments.file.parent}")
    if arguments.file.is_dir():
        raise CommandError(f"{arguments.file} is a folder; name a file in it")
    with opened() as (settings, database):
        publisher = Publisher(ENTRY_SOURCES, clock.now(), clock.today(), settings.base_url)
        body = transact(database, lambda session: _body(session, arguments, publisher))
    _write(arguments.file, body)
    return 0


def _body(session: Session, arguments: argparse.Namespace, publisher: Publisher) -> bytes:
    """Return what the feed's address with the same parameters answers."""
    asked = read_request(
        {
            "lang": [arguments.lang],
            "partner": arguments.partner,
            "kinds": [arguments.kinds],
            "milestones": ["1" if arguments.milestones else "0"],
            "months": [arguments.months],
            "download": ["1" if arguments.download else "0"],
        },
        known_partners=[partner.slug for partner in all_partners(session)],
    )
    return publish(session, asked, publisher).body


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
