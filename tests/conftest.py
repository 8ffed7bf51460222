"""What every test stands on."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.measuring"] if os.environ.get("MEASURED") else []

# A loaded machine is slow, not wrong: examples are bounded by number, never by time.
settings.register_profile("exchange", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exchange")
