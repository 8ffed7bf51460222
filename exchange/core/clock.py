"""One clock. Rules never ask it: they get `today` or `now` passed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from exchange.core.languages import OFFICE_ZONE

_fixed: datetime | None = None


def fix(instant: datetime | None) -> None:
    """Hold `now` and `today` at an aware instant (EXCHANGE_NOW); None lets them run again."""
    global _fixed
    _fixed = instant


@contextmanager
def held(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant for a block: to record the past on the day it happened."""
    before = _fixed
    fix(instant.astimezone(UTC))
    try:
        yield
    finally:
        fix(before)


def now() -> datetime:
    """Return the present instant in UTC, or the fixed one."""
    return _fixed or datetime.now(UTC)


def today() -> date:
    """Return the office's calendar day of `now`."""
    return now().astimezone(OFFICE_ZONE).date()


def machine_now() -> datetime:
    """Return the machine's instant in UTC: for sessions, tokens, leases, retries and limits."""
    return datetime.now(UTC)
