"""A rotation adds a data key while we serve: who serves asks for the present ones."""

import ast

from tests.policy import sources
from tests.policy.sources import Source

#: Where they are read; and a command reads its settings as it starts, and does not outlive them.
READ_ONCE = ("config.py", "exchange/cli/")


def frozen_keys(source: Source) -> list[str]:
    """Name every use of the data keys as they stood at the start."""
    if source.path.startswith(READ_ONCE):
        return []
    return [
        f"{source.path}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr == "data_key"
    ]


def test_who_serves_asks_for_the_present_data_keys() -> None:
    assert [line for file in sources.application() for line in frozen_keys(file)] == []


def test_a_key_of_the_start_is_refused_where_it_would_grow_old() -> None:
    sample = "def keyring():\n    return Keyring.parse(settings().data_key)\n"
    assert frozen_keys(Source("exchange/youth/views.py", sample)) == ["exchange/youth/views.py:2"]
    assert frozen_keys(Source("exchange/cli/serve.py", sample)) == []
