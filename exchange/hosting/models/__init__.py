"""Tables of hosting."""

from exchange.hosting.models.families import HostCheck, HostFamily, HostingPlan, HostMember
from exchange.hosting.models.guests import Guest, Placement
from exchange.hosting.models.pairs import YouthPair

__all__ = [
    "Guest",
    "HostCheck",
    "HostFamily",
    "HostMember",
    "HostingPlan",
    "Placement",
    "YouthPair",
]
