"""Milestones, celebrations and their runways; importing this registers every endpoint."""

from exchange.celebrations.views import milestones, papers, planning, runway, states
from exchange.celebrations.views.page import blueprint

__all__ = ["blueprint", "milestones", "papers", "planning", "runway", "states"]
