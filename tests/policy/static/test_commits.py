"""A transaction ends in two places only: the request's commit point and the unit of work."""

import ast

from tests.policy import sources
from tests.policy.sources import Source

#: `web/transactions.py` ends a request, `core/database/` a unit of work; a batch change of SQLite
#: needs a transaction a migration, so its environment ends them itself, and a restore with foreign
#: keys off does.
COMMIT_POINTS = (
    "exchange/web/transactions.py",
    "exchange/core/database/engine.py",
    "exchange/backups/constraints.py",
    "exchange/backups/restoring.py",
    "migrations/env.py",
)

ENDS = {"commit", "begin"}


def commits(source: Source) -> list[str]:
    """Name every `.commit()` and `.begin()`, whose block commits, outside the commit points."""
    if source.path in COMMIT_POINTS:
        return []
    return [
        f"{source.path}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in ENDS
    ]


def test_nothing_commits_outside_the_commit_points() -> None:
    assert [line for file in sources.application() for line in commits(file)] == []


def test_the_commit_points_exist() -> None:
    assert {file.path for file in sources.application()} >= set(COMMIT_POINTS)


def test_a_block_that_commits_is_refused() -> None:
    sample = "def close(engine):\n    with engine.begin() as found:\n        return found\n"
    assert commits(Source("exchange/youth/services.py", sample)) == ["exchange/youth/services.py:2"]
    savepoint = "def add(session):\n    with session.begin_nested():\n        pass\n"
    assert commits(Source("exchange/youth/services.py", savepoint)) == []


def test_a_commit_in_a_service_is_refused() -> None:
    sample = "def close(session):\n    session.commit()\n"
    assert commits(Source("exchange/youth/services.py", sample)) == ["exchange/youth/services.py:2"]
    assert commits(Source("exchange/web/transactions.py", sample)) == []
