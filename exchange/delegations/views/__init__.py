"""Pages of visits, by use case; one blueprint."""

from exchange.delegations.views import (
    approval,
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
    "approval",
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
