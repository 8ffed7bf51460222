"""Days of the sample edition: registering in June 2026, taking place 1–10 August."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config import Settings
from exchange.core import clock
from exchange.core.keys import LedgerKey

IN_WINDOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
AFTER_IT = datetime(2026, 8, 11, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at() -> Iterator[Callable[[datetime], None]]:
    """Stand in the middle of the window; `at(instant)` moves on."""
    clock.fix(IN_WINDOW)
    yield clock.fix
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let the application stand there too."""
    return replace(settings, fixed_now=IN_WINDOW)


@pytest.fixture
def ledger_key() -> LedgerKey:
    return LedgerKey(bytes(32))
