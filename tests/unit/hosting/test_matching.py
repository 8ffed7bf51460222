"""The suggestion: as many guests as can be, as well as can be, never across a conflict."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from exchange.hosting.enums import Conflict, Fit
from exchange.hosting.matching import suggest
from exchange.hosting.rules.fitting import Assessment, Reason

GUESTS = [UUID(int=number) for number in range(1, 6)]
FAMILIES = [UUID(int=number) for number in range(101, 106)]
FITS = Assessment(reasons=(Reason(Fit.PAIR),))
NOTHING = Assessment()
FORBIDDEN = Assessment(conflicts=(Conflict.PETS,), reasons=(Reason(Fit.PAIR),))


def pairs(
    found: dict[tuple[int, int], Assessment], places: dict[int, int]
) -> list[tuple[int, int]]:
    result = suggest(
        {(GUESTS[g], FAMILIES[f]): each for (g, f), each in found.items()},
        {FAMILIES[f]: count for f, count in places.items()},
    )
    return [(GUESTS.index(at.guest_id), FAMILIES.index(at.family_id)) for at in result]


def test_all_are_placed_rather_than_one_as_well_as_can_be() -> None:
    found = {(0, 0): FITS, (0, 1): NOTHING, (1, 0): NOTHING}
    assert pairs(found, {0: 1, 1: 1}) == [(0, 1), (1, 0)]


def test_of_equal_numbers_the_better_fit_is_taken() -> None:
    found = {(0, 0): NOTHING, (0, 1): FITS, (1, 0): FITS, (1, 1): NOTHING}
    assert pairs(found, {0: 1, 1: 1}) == [(0, 1), (1, 0)]


def test_a_family_takes_as_many_as_it_has_places() -> None:
    found = {(guest, 0): NOTHING for guest in range(3)}
    assert len(pairs(found, {0: 2})) == 2
    assert pairs(found, {0: 0}) == []


def test_nothing_to_place_suggests_nothing() -> None:
    assert pairs({}, {}) == []


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.sampled_from([FITS, NOTHING, FORBIDDEN]),
    ),
    st.fixed_dictionaries({family: st.integers(0, 2) for family in range(5)}),
)
def test_a_suggestion_never_crosses_a_conflict_nor_fills_a_place_twice(
    found: dict[tuple[int, int], Assessment], places: dict[int, int]
) -> None:
    chosen = pairs(found, places)
    assert all(not found[pair].conflicts for pair in chosen)
    assert len({guest for guest, _ in chosen}) == len(chosen)
    for family, most in places.items():
        assert sum(at == family for _, at in chosen) <= most
    assert chosen == pairs(found, places)
