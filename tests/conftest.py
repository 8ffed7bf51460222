"""What every test stands on."""

import gc
import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.measuring"] if os.environ.get("MEASURED") else []

# A loaded machine is slow, not wrong: examples are bounded by number, never by time. And they are
# the same in every run, so that what fails for one person fails for the next.
settings.register_profile(
    "exchange", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("exchange")


def pytest_collection_finish() -> None:
    """Let the collector pass over what lives as long as the run, and look seldom at the rest.

    Modules and tests stay; of what a test makes, little lives long enough to be looked at twice.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
