"""Every kind of thing that audit lines are about: its words, its rows, their names and pages."""

from typing import Final

from exchange.core.naming import Kinds
from exchange.rooms.naming.matters import HOUSE, PARTNERS, VISITS
from exchange.rooms.naming.people import PEOPLE, YOUTH
from exchange.rooms.naming.strategy import STRATEGY

KINDS: Final[Kinds] = {**PARTNERS, **VISITS, **YOUTH, **PEOPLE, **STRATEGY, **HOUSE}
