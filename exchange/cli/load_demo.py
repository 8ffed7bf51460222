"""`exchange load-demo`."""

import argparse

from config import Settings
from exchange.cli.instance import data_keys, ledger_key, opened
from exchange.core import clock
from exchange.core.database import Database, transact
from exchange.inquiries.services import LinkPrinter as FigureLinks
from exchange.reference.demo import DemoAccounts, DemoKeys, load_demo
from exchange.youth.services import LinkPrinter


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take nothing: EXCHANGE_DEMO_PASSWORD gives the password."""


def run(_arguments: argparse.Namespace) -> int:
    """Load the demo people and print how to sign in."""
    with opened() as (settings, database):
        tell(load_into(database, settings))
    return 0


def load_into(database: Database, settings: Settings) -> DemoAccounts | None:
    """Load the demo into a database; None when it is there already."""
    keys = DemoKeys(
        ledger_key(settings),
        data_keys(settings),
        LinkPrinter(settings.base_url, settings.secret_key or ""),
        FigureLinks(settings.base_url, settings.secret_key or "", public=settings.public),
    )
    return transact(
        database,
        lambda session: load_demo(
            session, password=settings.demo_password, keys=keys, today=clock.today()
        ),
    )


def tell(accounts: DemoAccounts | None) -> None:
    """Print the accounts and their password."""
    if accounts is None:
        print("demo: loaded before; nothing changed")
        return
    print(f"demo accounts: {', '.join(accounts.addresses)}")
    print(f"demo password: {accounts.password}", flush=True)
