"""Pages and data files of the indicators."""

from exchange.indicators.views import definitions, participations, versions, youth
from exchange.indicators.views.room import blueprint

__all__ = ["blueprint", "definitions", "participations", "versions", "youth"]
