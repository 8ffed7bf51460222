"""The demo in a test's database."""

from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.keys import Keyring, LedgerKey
from exchange.inquiries.services import LinkPrinter as FigureLinks
from exchange.reference.demo import DemoKeys, load_demo
from exchange.youth.services import LinkPrinter
from tests.factories import reference

KEYS: Final = DemoKeys(
    LedgerKey(b"k" * 32),
    Keyring({"k1": b"k" * 32}),
    LinkPrinter("https://exchange.example", "secret"),
    FigureLinks("https://exchange.example", "secret", public=True),
)
TODAY: Final = date(2026, 11, 21)


def load(session: Session, today: date = TODAY) -> None:
    """Load the demo beside facts that are there, as it would be loaded at noon of a day."""
    with clock.held(datetime(today.year, today.month, today.day, 3, tzinfo=UTC)):
        load_demo(session, password="a word for the demo", keys=KEYS, today=today)


def load_with_facts(session: Session) -> None:
    """Load the city's facts and the demo of `TODAY`."""
    reference.load(session)
    load(session)
