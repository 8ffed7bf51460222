"""What every test stands on."""

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow, not wrong: examples are bounded by number, never by time.
settings.register_profile("exchange", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exchange")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage on SQLite alone where a test runs on both: measuring doubles its time."""
    names = {item.nodeid for item in items}
    for item in items:
        twin = item.nodeid.replace("[postgresql", "[sqlite")
        if twin != item.nodeid and twin in names:
            item.add_marker("no_cover")
