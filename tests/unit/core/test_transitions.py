"""Next-state tables."""

from enum import StrEnum

import pytest

from exchange.core.errors import TransitionError
from exchange.core.messages import label
from exchange.core.transitions import Transitions


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


LIGHTS = Transitions({Light.RED: {Light.GREEN}, Light.GREEN: [Light.RED, Light.OFF], Light.OFF: ()})


@pytest.mark.parametrize(
    ("current", "target", "allowed"),
    [
        (Light.RED, Light.GREEN, True),
        (Light.RED, Light.OFF, False),
        (Light.RED, Light.RED, False),
        (Light.GREEN, Light.OFF, True),
        (Light.OFF, Light.RED, False),
    ],
)
def test_only_what_the_table_names_may_follow(current: Light, target: Light, allowed: bool) -> None:
    assert LIGHTS.allows(current, target) is allowed
    if allowed:
        LIGHTS.ensure(current, target)
    else:
        with pytest.raises(TransitionError) as caught:
            LIGHTS.ensure(current, target)
        assert caught.value.sentence.params == {"current": label(current), "target": label(target)}
        assert caught.value.status == 409


def test_a_state_without_a_row_is_refused_when_the_table_is_made() -> None:
    with pytest.raises(ValueError, match=r"no row for \['OFF'\]"):
        Transitions({Light.RED: {Light.GREEN}, Light.GREEN: {Light.RED}})


def test_an_end_state_is_followed_by_nothing() -> None:
    assert LIGHTS.following(Light.OFF) == frozenset()
