"""The sample edition of August 2026; its families are purged on 9 October."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from config import Settings
from exchange.core import clock
from exchange.core.keys import Keyring

BEFORE_IT: Final = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
IN_IT: Final = datetime(2026, 8, 4, 3, 0, tzinfo=UTC)
PURGE_DAY: Final = datetime(2026, 10, 9, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at() -> Iterator[Callable[[datetime], None]]:
    """Stand before the edition; `at(instant)` moves on."""
    clock.fix(BEFORE_IT)
    yield clock.fix
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let the application stand there too."""
    return replace(settings, fixed_now=BEFORE_IT)


@pytest.fixture
def ring(settings: Settings) -> Keyring:
    """Give the application's data keys."""
    assert settings.data_key is not None
    return Keyring.parse(settings.data_key)
