"""How hits are shown: grouped by kind, in the order rooms offer them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from exchange.core.messages import Message

if TYPE_CHECKING:
    from exchange.core.offers import Hit


def grouped(hits: "Iterable[Hit]") -> "Sequence[tuple[Message, Sequence[Hit]]]":
    """Group hits by kind; kinds stand in the order of their first hit."""
    kinds: dict[str, tuple[Message, list[Hit]]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind.id, (hit.kind, []))[1].append(hit)
    return list(kinds.values())
