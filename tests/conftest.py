"""What every test stands on."""

from hypothesis import HealthCheck, settings

# A loaded machine is slow, not wrong: examples are bounded by number, never by time.
settings.register_profile("exchange", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exchange")
