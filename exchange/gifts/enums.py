"""Which way a gift went, what it was charged to, and how a stock moves."""

from enum import StrEnum
from typing import Final


class GiftDirection(StrEnum):
    """Which way a gift went, seen from the city."""

    GIVEN = "given"
    RECEIVED = "received"


class GiftLine(StrEnum):
    """What a gift is charged to: 報償費, 交際費, or nothing."""

    REWARDS = "rewards"
    ENTERTAINMENT = "entertainment"
    NONE = "none"


class MovementKind(StrEnum):
    """Why a stock became more or less."""

    BOUGHT = "bought"
    USED = "used"
    COUNTED = "counted"
    GIVEN = "given"
    RETURNED = "returned"


class TabooKind(StrEnum):
    """Why something is better not given: what it means there, or what may not be brought in."""

    MANNERS = "manners"
    IMPORT = "import"


#: What a person can say of a stock; giving and taking back move it by themselves.
BY_HAND: Final = (MovementKind.BOUGHT, MovementKind.USED, MovementKind.COUNTED)
#: The lines that the city's money comes from.
CHARGED: Final = (GiftLine.REWARDS, GiftLine.ENTERTAINMENT)
