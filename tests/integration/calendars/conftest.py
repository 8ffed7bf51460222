"""The real partners and their agreements, loaded as `load-reference` loads them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.permissions import system_actor
from exchange.reference.loader import load_reference


@pytest.fixture
def reference(session: Session) -> Session:
    load_reference(session, actor=system_actor("test"))
    session.commit()
    return session


@pytest.fixture
def fixed_today(app: Flask) -> Iterator[date]:
    """Hold the clock in November 2026, after the application has set it going."""
    moment = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with clock.held(moment):
        yield clock.today()
