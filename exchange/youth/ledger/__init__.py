"""The one place that counts: rows of closed editions, who is one person, totals, sealed years."""

from exchange.youth.ledger.closing import (
    LEDGER,
    Sealing,
    closed_years,
    counted_in,
    digest_of,
    ensure_open,
    first_open_year,
    is_closed,
    ledger_file,
    seal_year,
    sealed_file,
)
from exchange.youth.ledger.corrected import (
    approved,
    approved_changes,
    counted_as,
    persons_today,
    unique_since_change,
)
from exchange.youth.ledger.corrections import (
    Finding,
    approve,
    corrections_of,
    propose,
    take_back,
    turn_down,
)
from exchange.youth.ledger.merging import propose_merge, propose_parting
from exchange.youth.ledger.persons import join_persons, part_persons
from exchange.youth.ledger.totals import (
    Difference,
    Scope,
    differences,
    first_year_of,
    kept_totals,
    recount,
)
from exchange.youth.ledger.verifying import Fault, faults
from exchange.youth.ledger.writing import decide_anew, propose_late, write_ledger

__all__ = [
    "LEDGER",
    "Difference",
    "Fault",
    "Finding",
    "Scope",
    "Sealing",
    "approve",
    "approved",
    "approved_changes",
    "closed_years",
    "corrections_of",
    "counted_as",
    "counted_in",
    "decide_anew",
    "differences",
    "digest_of",
    "ensure_open",
    "faults",
    "first_open_year",
    "first_year_of",
    "is_closed",
    "join_persons",
    "kept_totals",
    "ledger_file",
    "part_persons",
    "persons_today",
    "propose",
    "propose_late",
    "propose_merge",
    "propose_parting",
    "recount",
    "seal_year",
    "sealed_file",
    "take_back",
    "turn_down",
    "unique_since_change",
    "write_ledger",
]
