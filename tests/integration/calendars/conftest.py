"""The real partners and their agreements, and a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from exchange.core import clock
from tests.servers.fixtures import city_database

__all__ = ["city_database", "fixed_today"]


@pytest.fixture
def fixed_today(app: Flask) -> Iterator[date]:
    """Hold the clock in November 2026, after the application has set it going."""
    moment = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with clock.held(moment):
        yield clock.today()
