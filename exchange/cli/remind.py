"""`exchange remind`: remind of tasks, figures and open answers; end offers."""

import argparse

from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.permissions import system_actor
from exchange.inquiries.services import LinkPrinter, remind_of_inquiries
from exchange.tasks.services import remind_of_tasks
from exchange.youth.services.consent_links import printer_of
from exchange.youth.services.late_answers import remind_of_follow_ups, remind_of_offers
from exchange.youth.services.offering import expire_all_offers
from exchange.youth.services.reminding import remind_guardians


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: who is due is known."""


def run(_arguments: argparse.Namespace) -> int:
    """Write the reminders that are due today; run again it writes none."""
    with opened() as (settings, database):
        ended = transact(database, lambda session: len(expire_all_offers(session)))
        print(f"{ended} offers ended")
        actor = system_actor("exchange remind")
        mails = transact(
            database,
            lambda session: remind_of_tasks(session, actor=actor, base_url=settings.base_url),
        )
        print(f"{mails} mails about tasks written")
        figures = LinkPrinter(settings.base_url, settings.secret_key or "", public=settings.public)
        asked_for = transact(
            database, lambda session: remind_of_inquiries(session, actor=actor, printer=figures)
        )
        print(f"{asked_for} reminders of figures written")
        printer = printer_of(settings)
        offers = transact(
            database, lambda session: remind_of_offers(session, actor=actor, printer=printer)
        )
        print(f"{offers} reminders of offers written")
        if not settings.public:
            raise CommandError("EXCHANGE_PUBLIC is off: links are not sent, consent is on paper")
        if printer is None:
            raise CommandError("EXCHANGE_SECRET_KEY is not set: links cannot be made")
        written = transact(
            database, lambda session: remind_guardians(session, actor=actor, printer=printer)
        )
        print(f"{written} reminders of consent written")
        asked = transact(
            database, lambda session: remind_of_follow_ups(session, actor=actor, printer=printer)
        )
        print(f"{asked} reminders of health and passport written")
    return 0
