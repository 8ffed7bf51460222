"""Many attempts at one moment, on real connections: no more than the limit pass."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from exchange.accounts.rules import FAILURES_BY_EMAIL, TooManyAttemptsError
from exchange.accounts.services import begin_attempt
from exchange.core.database import Database, transact

TOGETHER = 12


def test_attempts_at_one_moment_see_each_other(fresh_database: Database) -> None:
    barrier = Barrier(TOGETHER)

    def attempt(number: int) -> bool:
        barrier.wait()
        address = f"192.0.2.{number}"
        try:
            transact(
                fresh_database,
                lambda s: begin_attempt(s, email="a@city.example", address=address),
            )
        except TooManyAttemptsError:
            return False
        return True

    with ThreadPoolExecutor(TOGETHER) as threads:
        allowed = list(threads.map(attempt, range(TOGETHER)))
    assert allowed.count(True) == FAILURES_BY_EMAIL
