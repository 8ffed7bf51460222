from itertools import combinations
from math import hypot, pi, radians, sin

import pytest

from exchange.partners.worldmap import (
    HOME,
    SPACING,
    WIDTH,
    Spot,
    arrange,
    distance_km,
    height,
    project,
)

EARTH_RADIUS_KM = 6371.0088

#: Half the map's width for a globe of radius 1, as published for Equal Earth.
HALF_WIDTH = 2.70663

GUILIN = (25.28022, 110.29639)
ROME_GA = (34.25704, -85.16467)
ULSAN = (35.53722, 129.31667)
SUZHOU = (31.33333, 120.57444)
KAOHSIUNG = (22.61626, 120.31333)


def test_the_centre_of_the_map_is_the_equator_at_150_east() -> None:
    assert project(0, 150) == pytest.approx((WIDTH / 2, height() / 2))


def test_the_map_is_cut_at_30_west() -> None:
    assert project(0, -29.999)[0] == pytest.approx(0, abs=0.01)
    assert project(0, -30.001)[0] == pytest.approx(WIDTH, abs=0.01)


def test_the_poles_are_the_upper_and_lower_edge() -> None:
    assert project(90, 150)[1] == pytest.approx(0)
    assert project(-90, 150)[1] == pytest.approx(height())


@pytest.mark.parametrize("latitude", [0, 10, 30, 50, 70, 85])
def test_equal_areas_of_the_globe_are_equal_on_the_map(latitude: float) -> None:
    # The area of a band on the sphere goes with the difference of its sines; here by the
    # trapezoid between its two parallels, against the whole map's share.
    left, top = project(latitude + 0.01, 149)
    right, _ = project(latitude + 0.01, 151)
    low_left, bottom = project(latitude, 149)
    low_right, _ = project(latitude, 151)
    drawn = ((right - left) + (low_right - low_left)) / 2 * (bottom - top)
    scale = WIDTH / 2 / HALF_WIDTH
    from_sphere = (2 * pi / 180) * band(latitude) * scale**2
    assert drawn == pytest.approx(from_sphere, rel=0.001)


def band(latitude: float) -> float:
    return sin(radians(latitude + 0.01)) - sin(radians(latitude))


@pytest.mark.parametrize(
    ("place", "quarters"),
    [
        (HOME, 0),
        ((90, 0), (90 - HOME[0]) / 90),
        ((-90, 0), (90 + HOME[0]) / 90),
        ((-HOME[0], HOME[1] - 180), 2),
        ((0, HOME[1] + 90), 1),
    ],
)
def test_distance_follows_the_great_circle(place: tuple[float, float], quarters: float) -> None:
    assert distance_km(*place) == pytest.approx(quarters * EARTH_RADIUS_KM * pi / 2, abs=0.001)


def test_a_far_place_keeps_its_mark_on_its_point() -> None:
    (spot,) = arrange([ROME_GA])
    assert (spot.mark_x, spot.mark_y) == (spot.x, spot.y)
    assert not spot.moved


def test_near_places_get_marks_that_do_not_touch_each_other_or_home() -> None:
    spots = arrange([GUILIN, ULSAN, SUZHOU, KAOHSIUNG, ROME_GA])
    home = project(*HOME)
    marks = [(spot.mark_x, spot.mark_y) for spot in spots]
    apart = [hypot(ax - bx, ay - by) for (ax, ay), (bx, by) in combinations([home, *marks], 2)]
    assert min(apart) > SPACING - 0.5
    assert [spot.moved for spot in spots] == [True, True, True, True, False]


def test_two_places_on_one_point_are_parted() -> None:
    one, other = arrange([ROME_GA, ROME_GA])
    assert (one.x, one.y) == (other.x, other.y)
    assert other.mark_x - one.mark_x == pytest.approx(SPACING, abs=0.2)


def test_no_places_make_an_empty_map() -> None:
    assert arrange([]) == []


def test_a_spot_says_whether_its_mark_was_moved() -> None:
    assert not Spot(1, 1, 1.5, 1.5).moved
    assert Spot(1, 1, 3, 1).moved
