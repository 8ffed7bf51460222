"""Counts the SQL statements a block sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, event

#: What opens, nests and ends transactions is no statement of the page.
_FRAMES: Final = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA")


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect every statement sent on any engine: `len(statements)` is the count."""
    statements: list[str] = []

    def remember(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(_FRAMES):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", remember)
