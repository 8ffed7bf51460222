"""A PostgreSQL that hangs closes no connection: who waits for it must stop by itself."""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

Result = TypeVar("Result")


def limit_waits(engine: Engine, seconds: float) -> None:
    """Let a statement that is not answered in time fail as on a lost connection, and lose it."""

    class Limited(psycopg.Connection[Any]):
        def wait(
            self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None
        ) -> Result:
            try:
                return super().wait(gen, interval, seconds if timeout is None else timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self.pgconn.finish()  # the answer may come yet, to a question nobody asks
                raise

    def connect(_dialect: object, _record: object, words: Any, names: Any) -> Limited:  # noqa: ANN401
        return Limited.connect(*words, **names)

    event.listen(engine, "do_connect", connect)
