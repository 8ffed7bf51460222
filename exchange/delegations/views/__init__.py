"""Pages of visits, by use case; one blueprint."""

from exchange.delegations.views import (
    cycles,
    documents,
    legs,
    lists,
    members,
    membership,
    moving,
    orders,
    owners,
    states,
    steps,
    stopping,
    tellings,
    titles,
    visits,
)
from exchange.delegations.views.page import blueprint

__all__ = [
    "blueprint",
    "cycles",
    "documents",
    "legs",
    "lists",
    "members",
    "membership",
    "moving",
    "orders",
    "owners",
    "states",
    "steps",
    "stopping",
    "tellings",
    "titles",
    "visits",
]
