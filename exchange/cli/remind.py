"""`exchange remind`: remind guardians about consent; end offers that nobody answered in time."""

import argparse

from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.permissions import system_actor
from exchange.youth.services import LinkPrinter
from exchange.youth.services.offering import expire_all_offers
from exchange.youth.services.reminding import remind_guardians


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: who is due on day 3 and day 7 is known."""


def run(_arguments: argparse.Namespace) -> int:
    """Write the reminders that are due today; run again it writes none."""
    with opened() as (settings, database):
        ended = transact(database, lambda session: len(expire_all_offers(session)))
        print(f"{ended} offers ended")
        if not settings.public:
            raise CommandError("EXCHANGE_PUBLIC is off: links are not sent, consent is on paper")
        if not settings.secret_key:
            raise CommandError("EXCHANGE_SECRET_KEY is not set: links cannot be made")
        printer = LinkPrinter(settings.base_url, settings.secret_key)
        actor = system_actor("exchange remind")
        written = transact(
            database, lambda session: remind_guardians(session, actor=actor, printer=printer)
        )
    print(f"{written} reminders written")
    return 0
