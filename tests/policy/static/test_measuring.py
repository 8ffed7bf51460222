"""What the tests must go through, and how short of it is told."""

import pytest

from tests.measuring import gone_through, holds_rules, shortfalls


def seen(lines: int, branches: int, missing: int = 0, arcs: int = 0) -> dict[str, list[object]]:
    return {
        "executed_lines": list(range(lines)),
        "missing_lines": list(range(missing)),
        "executed_branches": [(1, number) for number in range(branches)],
        "missing_branches": [(1, number) for number in range(arcs)],
    }


@pytest.mark.parametrize(
    ("path", "held"),
    [
        ("exchange/youth/rules.py", True),
        ("exchange/youth/rules/quotas.py", True),
        ("exchange/youth/services/merging.py", True),
        ("exchange/youth/views/services.py", False),
        ("exchange/core/rules.py", True),
        ("exchange/youth/roster.py", False),
        ("config.py", False),
    ],
)
def test_rules_and_services_are_known_by_their_place(path: str, held: bool) -> None:
    assert holds_rules(path) is held


def test_lines_and_branches_count_alike() -> None:
    assert gone_through({"a.py": seen(6, 2, missing=1, arcs=1)}) == 80
    assert gone_through({}) == 100


def test_one_branch_of_a_rule_is_already_too_little() -> None:
    files = {
        "exchange/youth/rules.py": seen(98, 1, arcs=1),
        "exchange/youth/views.py": seen(100, 0),
    }
    assert shortfalls(files) == ["Coverage of rules and services is 99.00 %, less than 100 %."]
    assert shortfalls({"exchange/youth/views.py": seen(94, 0, missing=6)}) == [
        "Coverage of all files is 94.00 %, less than 95 %."
    ]
