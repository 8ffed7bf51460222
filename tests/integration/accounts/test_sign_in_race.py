"""Many attempts at one moment, on real connections: no more than the limit pass."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from exchange.accounts.rules import (
    FAILURES_BY_ADDRESS,
    FAILURES_BY_EMAIL,
    TooManyAttemptsError,
    TooManyLinksError,
)
from exchange.accounts.services import begin_attempt, begin_link_attempt
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


def test_links_opened_at_one_moment_see_each_other(fresh_database: Database) -> None:
    address = "192.0.2.1"
    for _ in range(FAILURES_BY_ADDRESS - 1):
        transact(fresh_database, lambda s: begin_link_attempt(s, address=address))
    barrier = Barrier(TOGETHER)

    def attempt(_number: int) -> bool:
        barrier.wait()
        try:
            transact(fresh_database, lambda s: begin_link_attempt(s, address=address))
        except TooManyLinksError:
            return False
        return True

    with ThreadPoolExecutor(TOGETHER) as threads:
        allowed = list(threads.map(attempt, range(TOGETHER)))
    assert allowed.count(True) == 1
