"""The city's facts in a test's database."""

from typing import Final

from sqlalchemy.orm import Session

from exchange.core.permissions import system_actor
from exchange.reference.loader import LoadReport, load_reference

LOADER: Final = system_actor("load-reference")


def load(session: Session) -> LoadReport:
    """Load the data files as the command does."""
    return load_reference(session, actor=LOADER)
