"""The year after the sample editions of August 2026."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from config import Settings
from exchange.core import clock
from exchange.core.keys import Keyring
from exchange.privacy.services import Offered
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS

NOW: Final = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    """Stand in November."""
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let the application stand there too."""
    return replace(settings, fixed_now=NOW)


@pytest.fixture
def offered(settings: Settings) -> Offered:
    """Give what the rooms offer for erasing."""
    assert settings.data_key is not None
    return Offered(ERASURE_PARTS, ERASURE_HINDRANCES, Keyring.parse(settings.data_key))
