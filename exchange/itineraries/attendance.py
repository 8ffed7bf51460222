"""Who attends an item: the delegation or the people of its track, and whoever is named for it."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.itineraries.enums import Attending

if TYPE_CHECKING:
    from exchange.itineraries.models import ItineraryItem


def attendees(
    item: "ItineraryItem", party: Collection[UUID], tracks: Mapping[str, Collection[UUID]]
) -> frozenset[UUID]:
    """Return the keys of those who attend; of a track nobody was put into, the whole delegation.

    `tracks` are the people of this visit's tracks by name.
    """
    named = frozenset(person.person_id for person in item.named)
    if item.attending is Attending.NAMED:
        return named
    if item.track and tracks:
        return named | frozenset(tracks.get(item.track, ()))
    return named | frozenset(party)
