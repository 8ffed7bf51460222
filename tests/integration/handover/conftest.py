"""Every test here starts with the city's facts, in November 2026."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from config import Settings
from exchange.core import clock
from tests.servers.fixtures import city_database

__all__ = ["city_database"]

NOW: Final = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let the application stand there too."""
    return replace(settings, fixed_now=NOW)
