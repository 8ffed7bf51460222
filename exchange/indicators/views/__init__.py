"""Pages and data files of the indicators."""

from exchange.indicators.views import definitions, versions, youth
from exchange.indicators.views.room import blueprint

__all__ = ["blueprint", "definitions", "versions", "youth"]
