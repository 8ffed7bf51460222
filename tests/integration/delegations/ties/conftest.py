"""Every test here starts with the city's facts."""

from tests.servers.fixtures import city_database

__all__ = ["city_database"]
