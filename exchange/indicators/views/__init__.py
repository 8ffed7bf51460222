"""Pages and data files of the indicators."""

from exchange.indicators.views import (
    closing,
    corrections,
    definitions,
    participations,
    versions,
    youth,
)
from exchange.indicators.views.room import blueprint

__all__ = [
    "blueprint",
    "closing",
    "corrections",
    "definitions",
    "participations",
    "versions",
    "youth",
]
