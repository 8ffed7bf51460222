"""A suggestion for a whole group: as many guests placed as can be, and these as well as can be.

Only a suggestion: pairs with a conflict are not even looked at, and a person ticks each pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.later import Later
from exchange.hosting.rules.fitting import Assessment

if TYPE_CHECKING:
    import networkx
else:
    networkx = Later("networkx")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family a guest could stay with, and how both fit."""

    guest_id: UUID
    family_id: UUID
    found: Assessment


def suggest(
    found: Mapping[tuple[UUID, UUID], Assessment], places: Mapping[UUID, int]
) -> list[Candidate]:
    """Return the best whole assignment of guests to families, by guest and family.

    `found` holds guest and family, `places` the places left in each family. Edmonds' matching
    takes as many pairs as there can be, then those of the greatest total score.
    """
    graph = networkx.Graph()
    allowed = {pair: each for pair, each in sorted(found.items()) if not each.conflicts}
    least = min((each.score for each in allowed.values()), default=0)
    for (guest_id, family_id), each in allowed.items():
        for place in range(places[family_id]):
            weight = each.score - least + 1
            graph.add_edge(("guest", guest_id), ("family", family_id, place), weight=weight)
    matched = networkx.max_weight_matching(graph, maxcardinality=True)
    pairs = sorted(_pair(edge) for edge in matched)
    return [Candidate(guest, family, allowed[guest, family]) for guest, family in pairs]


def _pair(edge: tuple[tuple[object, ...], tuple[object, ...]]) -> tuple[UUID, UUID]:
    guest, family = sorted(edge, key=lambda node: node[0] != "guest")
    found = (guest[1], family[1])
    assert isinstance(found[0], UUID)
    assert isinstance(found[1], UUID)
    return found[0], found[1]
