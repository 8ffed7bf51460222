"""The one place that counts: rows of closed editions, who is one person, and the totals."""

from exchange.youth.ledger.persons import join_persons, part_persons
from exchange.youth.ledger.totals import (
    Difference,
    Scope,
    differences,
    kept_totals,
    recount,
)
from exchange.youth.ledger.writing import decide_anew, write_ledger

__all__ = [
    "Difference",
    "Scope",
    "decide_anew",
    "differences",
    "join_persons",
    "kept_totals",
    "part_persons",
    "recount",
    "write_ledger",
]
