"""What the calendar knows this room's changes by."""

from typing import Final

#: The revision topic of agreements, claims and bases.
TOPIC: Final = "agreements"
