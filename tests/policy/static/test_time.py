"""One clock, and no instant without its zone."""

import ast
import re

from tests.policy import sources
from tests.policy.sources import Source

CLOCK = "exchange/core/clock.py"
ASKING = {"now", "utcnow", "today"}

#: Below the services nobody asks the clock: `today` is passed in.
TIMELESS = ("rules", "enums", "entries")


def asks_the_machine(source: Source) -> list[str]:
    """Name calls such as `datetime.now()` outside the clock."""
    if source.path == CLOCK:
        return []
    return [
        f"{source.path}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKING
        and ast.unparse(node.func.value) in {"datetime", "date", "datetime.datetime"}
    ]


def knows_the_clock(source: Source) -> list[str]:
    """Name imports of the clock in modules that must get `today` passed in."""
    if source.parts[0] != "exchange" or source.parts[2:3] not in [(name,) for name in TIMELESS]:
        return []
    return [
        f"{source.path}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        and re.search(r"\bclock\b", ast.unparse(node))
    ]


def naive_columns(source: Source) -> list[str]:
    """Name uses of SQLAlchemy's own DateTime; `UTCDateTime` gives the zone back.

    A backup knows the type again where a database shows it, and makes no column of it.
    """
    if source.path.startswith(("exchange/core/database", "exchange/backups/values", "migrations/")):
        return []
    return [
        f"{source.path}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and {alias.name for alias in node.names} & {"DateTime", "TIMESTAMP", "DATETIME"}
    ]


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    assert [line for file in sources.application() for line in asks_the_machine(file)] == []


def test_rules_and_entries_are_told_what_day_it_is() -> None:
    assert [line for file in sources.application() for line in knows_the_clock(file)] == []


def test_no_column_loses_its_zone() -> None:
    assert [line for file in sources.application() for line in naive_columns(file)] == []


def test_a_module_that_asks_or_forgets_the_zone_is_refused() -> None:
    text = (
        "from exchange.core import clock\nx = datetime.now(UTC)\nfrom sqlalchemy import DateTime\n"
    )
    sample = Source("exchange/youth/rules.py", text)
    assert asks_the_machine(sample) == ["exchange/youth/rules.py:2"]
    assert knows_the_clock(sample) == ["exchange/youth/rules.py:1"]
    assert naive_columns(sample) == ["exchange/youth/rules.py:3"]
