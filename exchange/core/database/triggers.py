"""Triggers, declared once beside their table and put back after every batch change."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, event, inspect, text

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION exchange_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


#: A condition that asks other tables stands in the function: PostgreSQL's WHEN may not ask.
_ASKING: Final = """
CREATE OR REPLACE FUNCTION exchange_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN
    RAISE EXCEPTION '{table} refuses {operation}' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN {row};
END $$
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A trigger by which a table refuses an operation (`INSERT`, `UPDATE`, `DELETE`) on its rows.

    `TRUNCATE`, which empties a table past the triggers of its rows, only PostgreSQL has.

    `when` is an SQL condition over OLD and NEW in the grammar both databases share; one that asks
    another table names it in `asks`, and holds from that table's creation on.
    """

    table: str
    operation: str
    when: str | None = None
    asks: str | None = None

    @property
    def name(self) -> str:
        """Name of the trigger."""
        return f"tr_{self.table}_refuse_{self.operation.lower()}"

    def holds_in(self, dialect: str) -> bool:
        """Say whether a dialect has the operation."""
        return self.operation != "TRUNCATE" or dialect == "postgresql"

    def statement(self, dialect: str) -> str:
        """Return the CREATE TRIGGER statement of a dialect."""
        head = f"CREATE TRIGGER {self.name} BEFORE {self.operation} ON {self.table}"
        condition = f" WHEN ({self.when})" if self.when else ""
        if dialect == "sqlite":
            words = f"{self.table} refuses {self.operation}"
            return f"{head}{condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        if self.asks:
            return f"{head} FOR EACH ROW EXECUTE FUNCTION exchange_{self.name}()"
        each = "STATEMENT" if self.operation == "TRUNCATE" else f"ROW{condition}"
        return f"{head} FOR EACH {each} EXECUTE FUNCTION exchange_refuse_change()"

    def function(self) -> str:
        """Return the statement that makes the function which PostgreSQL's trigger calls."""
        if not self.asks:
            return _FUNCTION
        row = "OLD" if self.operation == "DELETE" else "NEW"
        names = {"name": self.name, "table": self.table, "operation": self.operation}
        return _ASKING.format(**names, when=self.when, row=row)


REFUSALS: Final[list[Refusal]] = []


def refuse(
    table: Table, operation: str, *, when: str | None = None, asks: Table | None = None
) -> None:
    """Declare that a table refuses an operation; it holds from the table's creation on.

    One whose rows cannot be deleted cannot be emptied at a stroke either.
    """
    _declare(table, Refusal(table.name, operation, when, asks.name if asks is not None else None))
    if asks is not None:
        table.add_is_dependent_on(asks)
    if operation == "DELETE" and when is None:
        _declare(table, Refusal(table.name, "TRUNCATE"))


def _declare(table: Table, refusal: Refusal) -> None:
    REFUSALS.append(refusal)

    @event.listens_for(table, "after_create")
    def _create(_table: Table, connection: Connection, **_options: object) -> None:
        _put(connection, refusal)


def put_back_triggers(connection: Connection) -> None:
    """Create every declared trigger that is missing from the tables that exist."""
    tables = set(inspect(connection).get_table_names())
    existing = trigger_names(connection)
    for refusal in REFUSALS:
        there = {refusal.table, refusal.asks or refusal.table} <= tables
        if there and refusal.name not in existing:
            _put(connection, refusal)


def trigger_names(connection: Connection) -> set[str]:
    """Return the names of the triggers the database has."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.scalars(text(queries[connection.dialect.name])))


def _put(connection: Connection, refusal: Refusal) -> None:
    if not refusal.holds_in(connection.dialect.name):
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(refusal.function().replace("%", "%%"))
    connection.exec_driver_sql(refusal.statement(connection.dialect.name))
