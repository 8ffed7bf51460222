"""Who attends an item."""

import pytest

from exchange.core.database import uuid7
from exchange.itineraries.attendance import attendees
from exchange.itineraries.enums import Attending
from exchange.itineraries.models import ItemPerson, ItineraryItem

ONE, TWO, MAYOR = uuid7(), uuid7(), uuid7()
TRACKS = {"A": [ONE], "B": [TWO]}


def item(attending: Attending, track: str, *named: object) -> ItineraryItem:
    people = [ItemPerson(person_id=key) for key in named]
    return ItineraryItem(attending=attending, track=track, named=people)


@pytest.mark.parametrize(
    ("attending", "track", "named", "tracks", "expected"),
    [
        (Attending.PARTY, "", (), TRACKS, {ONE, TWO}),
        (Attending.PARTY, "", (MAYOR,), TRACKS, {ONE, TWO, MAYOR}),
        (Attending.PARTY, "A", (), TRACKS, {ONE}),
        (Attending.PARTY, "A", (MAYOR,), TRACKS, {ONE, MAYOR}),
        (Attending.PARTY, "C", (), TRACKS, set()),
        (Attending.PARTY, "A", (), {}, {ONE, TWO}),
        (Attending.NAMED, "A", (MAYOR,), TRACKS, {MAYOR}),
        (Attending.NAMED, "", (), TRACKS, set()),
    ],
)
def test_those_attend_who_belong_to_it_and_who_are_named(
    attending: Attending,
    track: str,
    named: tuple[object, ...],
    tracks: dict[str, list[object]],
    expected: set[object],
) -> None:
    found = attendees(item(attending, track, *named), [ONE, TWO], tracks)  # type: ignore[arg-type]
    assert found == expected
