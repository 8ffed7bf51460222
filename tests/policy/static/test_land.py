"""The drawn world is the vendored land, redrawn the same, with Kumamoto where it stands."""

from exchange.partners.worldmap import HOME, project
from tests.policy.land import TARGET, land
from tests.policy.sources import ROOT


def test_the_drawn_land_is_what_the_vendored_rings_give() -> None:
    assert TARGET.read_text("utf-8") == land()


def test_the_drawn_land_is_light() -> None:
    assert TARGET.stat().st_size <= 60_000


def test_the_map_marks_kumamoto_at_its_point() -> None:
    x, y = project(*HOME)
    macro = (ROOT / "templates/components/world_map.html").read_text("utf-8")
    assert f'{{% set home = {{"x": {x:.1f}, "y": {y:.1f}}} -%}}' in macro.replace("{%-", "{%")
