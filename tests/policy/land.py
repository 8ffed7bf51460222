"""Draws the world's land once: Natural Earth's rings (world-atlas, 110m) as one SVG path.

`python -m tests.policy.land` writes templates/partners/_world_land.svg.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from exchange.partners.worldmap import CENTRE, project_relative
from tests.policy.vendored import VENDOR

LAND = VENDOR / "world-atlas" / "land-110m.json"
TARGET = Path(__file__).resolve().parents[2] / "templates" / "partners" / "_world_land.svg"

#: Degrees between points on a drawn edge, which is curved on the map.
STEP = 3.0

Point = tuple[float, float]


def rings(topology: Any) -> Iterator[list[Point]]:  # noqa: ANN401 - a parsed JSON document
    """Yield each ring of the land as (degrees east of the centre, latitude), without jumps."""
    (across, down), (east, north) = (topology["transform"][key] for key in ("scale", "translate"))
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * across + east - CENTRE, y * down + north))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for indexes in polygon:
                yield closed(unwrapped(joined(arcs, indexes)))


def joined(arcs: list[list[Point]], indexes: list[int]) -> list[Point]:
    """Put a ring's arcs together; ~i is arc i backwards."""
    ring: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def unwrapped(ring: list[Point]) -> list[Point]:
    """Let longitudes run on where they jump from one side of the globe to the other."""
    turned = [ring[0]]
    for x, y in ring[1:]:
        turns = round((turned[-1][0] - x) / 360)
        turned.append((x + 360 * turns, y))
    return turned


def closed(ring: list[Point]) -> list[Point]:
    """Close a ring that goes round the globe (Antarctica) along the south pole."""
    if abs(ring[-1][0] - ring[0][0]) < STEP:
        return ring
    return [*ring, (ring[-1][0], -90.0), (ring[0][0], -90.0)]


def cut(ring: list[Point], edge: float, inner: int) -> list[Point]:
    """Keep the part of a ring on one side of a meridian (`inner` -1: west of it, 1: east)."""
    kept: list[Point] = []
    for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]):
        inside, next_inside = inner * (x - edge) >= 0, inner * (next_x - edge) >= 0
        if inside:
            kept.append((x, y))
        if inside != next_inside:
            kept.append((edge, y + (next_y - y) * (edge - x) / (next_x - x)))
    return kept


def followed(ring: list[Point]) -> Iterator[Point]:
    """Add points along long straight stretches so that they bend as the map does."""
    for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]]):
        pieces = max(1, int(max(abs(next_x - x), abs(next_y - y)) / STEP))
        for piece in range(pieces):
            share = piece / pieces
            yield x + (next_x - x) * share, y + (next_y - y) * share


def drawn(ring: list[Point]) -> str:
    """Write a ring as SVG path commands in tenths of a unit, each step relative to the last."""
    points = [project_relative(y, x) for x, y in followed(ring)]
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(tenths)]
    text = "".join(f"{number(x)}{number(y)}" for x, y in steps if x or y)
    start = f"M{tenths[0][0]} {tenths[0][1]}"
    return f"{start}l{text.lstrip()}z" if text else ""


def number(value: int) -> str:
    """Write a number with a space before it unless its sign parts it."""
    return str(value) if value < 0 else f" {value}"


def land() -> str:
    """Return the drawn land: a group in tenths of the map's units with one path."""
    topology = json.loads(LAND.read_text("utf-8"))
    paths = []
    for ring in rings(topology):
        for turn in (-360, 0, 360):
            turned = [(x + turn, y) for x, y in ring]
            kept = cut(turned, 180, -1)
            kept = cut(kept, -180, 1) if kept else kept
            if len(kept) > 2:
                paths.append(drawn(kept))
    return f'<path class="map__land" transform="scale(.1)" d="{"".join(paths)}"/>\n'


if __name__ == "__main__":
    TARGET.write_text(land(), encoding="utf-8")
