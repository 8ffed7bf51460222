"""Where a place stands on the drawn world map, and how far it is from Kumamoto.

The map is an Equal Earth projection (Šavrič, Patterson and Jenny 2018) centred on 150° E, drawn
1000 units wide; `tests/policy/land.py` draws the land with the same `project`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Final

WIDTH: Final = 1000
CENTRE: Final = 150
#: Kumamoto City hall: latitude, longitude (localgovjp).
HOME: Final = (32.80333333, 130.7080556)

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_SCALE: Final = WIDTH / 2 / (2 * sqrt(3) * pi / (3 * _A1))
_EARTH_RADIUS_KM: Final = 6371.0088

#: Units between two marks: at 360 px a mark is then still 24 px wide and touches no other.
SPACING: Final = 68.0
_ROUNDS: Final = 400
_SETTLED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Spot:
    """A place's true point, and where its numbered mark is drawn so that marks do not overlap."""

    x: float
    y: float
    mark_x: float
    mark_y: float

    @property
    def moved(self) -> bool:
        """Say whether the mark stands apart from its point and needs a line to it."""
        return hypot(self.mark_x - self.x, self.mark_y - self.y) > 1


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the point of a place in the map's units; degrees, north and east positive."""
    return project_relative(latitude, (longitude - CENTRE + 180) % 360 - 180)


def project_relative(latitude: float, from_centre: float) -> tuple[float, float]:
    """Project degrees east of the centre, -180 (the left edge) to 180 (the right edge)."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = 9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1
    x = 2 * sqrt(3) * radians(from_centre) * cos(theta) / (3 * slope)
    y = theta * (_A4 * sixth * square + _A3 * sixth + _A2 * square + _A1)
    return WIDTH / 2 + _SCALE * x, height() / 2 - _SCALE * y


def height() -> float:
    """Return the map's height from pole to pole, in units."""
    theta = pi / 3
    return 2 * _SCALE * theta * (_A4 * theta**8 + _A3 * theta**6 + _A2 * theta**2 + _A1)


def distance_km(latitude: float, longitude: float) -> float:
    """Return the great-circle distance from Kumamoto City hall."""
    north, east = map(radians, HOME)
    other_north, other_east = radians(latitude), radians(longitude)
    half_north, half_east = (other_north - north) / 2, (other_east - east) / 2
    chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2 * _EARTH_RADIUS_KM * atan2(sqrt(chord), sqrt(1 - chord))


def arrange(places: Sequence[tuple[float, float]]) -> list[Spot]:
    """Return a spot for each (latitude, longitude), in order, near marks moved apart."""
    points = [project(*place) for place in places]
    home = project(*HOME)
    marks = [list(point) for point in points]
    for _ in range(_ROUNDS):
        moved = [_part(one, other, SPACING) for one, other in combinations(marks, 2)]
        moved += [_part(mark, list(home), SPACING) for mark in marks]
        if max(moved, default=0.0) < _SETTLED:
            break
    return [
        Spot(round(x, 1), round(y, 1), round(mark[0], 1), round(mark[1], 1))
        for (x, y), mark in zip(points, marks, strict=True)
    ]


def _part(one: list[float], other: list[float], least: float) -> float:
    """Push two points apart by half of what they lack each; return what they lacked."""
    across, down = other[0] - one[0], other[1] - one[1]
    apart = hypot(across, down)
    lacking = least - apart
    if lacking <= 0:
        return 0.0
    along = (across / apart, down / apart) if apart else (1.0, 0.0)
    for axis in (0, 1):
        one[axis] -= along[axis] * lacking / 2
        other[axis] += along[axis] * lacking / 2
    return lacking
