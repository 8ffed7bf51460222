"""Nothing is kept on a connection between transactions: a pooler gives the next one another."""

import re

from tests.policy import sources
from tests.policy.sources import Source

#: SQL that outlives its transaction: a pooler would hand it to somebody else, or lose it.
KEPT = re.compile(
    r"\bLISTEN\s+\w|\bUNLISTEN\b|\bNOTIFY\s+\w"
    r"|pg_(?:try_)?advisory_(?:lock|unlock)(?!_xact)"
    r"|[\"';]SET\s+(?!LOCAL\b|TRANSACTION\b)"  # a statement of its own
    r"|\bPREPARE\s+\w+\s*(?:\(|AS\b)|\bDECLARE\s+\w+\s+CURSOR\b.*\bWITH HOLD\b"
    r"|\bCREATE\s+(?:GLOBAL\s+|LOCAL\s+)?TEMP(?:ORARY)?\b"
    r"|set_config\([^)]*,\s*false\s*\)"
)


def kept_on_connections(source: Source) -> list[str]:
    lines = source.text.splitlines()
    return [f"{source.path}: {line.strip()}" for line in lines if KEPT.search(line)]


def test_no_statement_keeps_something_on_its_connection() -> None:
    read = [*sources.application(), *sources.read("migrations/**/*.py")]
    assert len(read) > 500
    assert [line for source in read for line in kept_on_connections(source)] == []


def test_nothing_is_prepared_on_a_connection() -> None:
    (engine,) = sources.read("exchange/core/database/engine.py")
    assert '"prepare_threshold": None' in engine.text


def test_faulty_statements_are_refused() -> None:
    faulty = (
        'text("LISTEN jobs")',
        'text("SELECT pg_advisory_lock(1)")',
        'text("SELECT pg_try_advisory_lock(1)")',
        "text(\"SET timezone = 'UTC'\")",
        'text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")',
        'text("CREATE TEMP TABLE x (a int)")',
        'text("PREPARE plan AS SELECT 1")',
        "text(\"SELECT set_config('a.b', 'c', false)\")",
    )
    fine = (
        'text("SET LOCAL timezone = UTC")',
        'text("SET TRANSACTION READ ONLY")',
        "func.pg_advisory_xact_lock(1)",
        "text(\"UPDATE x SET state = 'a'\")",
        "text(\"SELECT set_config('a.b', 'c', true)\")",
    )
    assert [len(kept_on_connections(Source("x", line))) for line in faulty] == [1] * len(faulty)
    assert [line for text in fine for line in kept_on_connections(Source("x", text))] == []
