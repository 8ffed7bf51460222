"""Orders of precedence: by role, by place, with a reason where they depart."""

from collections.abc import Mapping

import pytest

from exchange.core.errors import DomainError
from exchange.delegations.enums import MemberRole
from exchange.delegations.precedence import (
    by_role,
    departs,
    ensure_reason,
    followed,
    placed,
    succeeded,
)

_R = MemberRole


def test_the_head_stands_first_and_the_rest_as_they_were_named() -> None:
    roles = {
        "通": _R.INTERPRETER,
        "乙": _R.MEMBER,
        "副": _R.DEPUTY_LEADER,
        "甲": _R.MEMBER,
        "随": _R.ATTENDANT,
        "長": _R.LEADER,
    }
    assert "".join(by_role(roles)) == "長副乙甲通随"


@pytest.mark.parametrize(
    ("order", "places", "result"),
    [
        ("甲乙丙丁", {"丁": 1}, "丁甲乙丙"),
        ("甲乙丙丁", {"甲": 3}, "乙丙甲丁"),
        ("甲乙丙丁", {"甲": 99}, "乙丙丁甲"),
        ("甲乙丙丁", {"丙": 0}, "丙甲乙丁"),
        ("甲乙丙丁", {"甲": 2, "乙": 1, "丙": 3, "丁": 4}, "乙甲丙丁"),
        ("甲乙丙丁", {"丙": 1, "丁": 1}, "丙丁甲乙"),
        ("甲乙丙丁", {"乙": 2}, "甲乙丙丁"),
        ("甲乙丙丁", {}, "甲乙丙丁"),
    ],
)
def test_members_move_to_a_place_and_the_others_close_up(
    order: str, places: Mapping[str, int], result: str
) -> None:
    assert "".join(placed(list(order), places)) == result


@pytest.mark.parametrize(
    ("roles", "is_departing"),
    [
        ([_R.LEADER, _R.DEPUTY_LEADER, _R.MEMBER, _R.INTERPRETER, _R.ATTENDANT], False),
        ([_R.LEADER, _R.MEMBER, _R.DEPUTY_LEADER], True),
        ([_R.MEMBER, _R.LEADER], True),
        ([], False),
    ],
)
def test_an_order_that_departs_from_protocol_needs_its_reason(
    roles: list[MemberRole], is_departing: bool
) -> None:
    assert departs(roles) is is_departing
    ensure_reason(roles, "先方の希望")
    if not is_departing:
        ensure_reason(roles, " ")
        return
    with pytest.raises(DomainError) as refusal:
        ensure_reason(roles, " ")
    assert (refusal.value.field, refusal.value.sentence.id) == (
        "reason",
        "delegations.error.order_reason",
    )


def test_who_came_since_stands_behind_and_who_left_is_gone() -> None:
    assert followed(["丙", "甲", "乙"], ["甲", "丁", "丙"]) == ["丙", "甲", "丁"]


def test_who_came_instead_of_somebody_has_that_place() -> None:
    assert succeeded(["甲", "乙", "丙"], {"乙": "丁"}) == ["甲", "丁", "丙"]
