"""Rows of a budget as they are typed, pasted or sent: cells in, lines or problems out; pure."""

from exchange.budgets.grid.cells import (
    Book,
    CellProblem,
    TypedRow,
    cells_of,
    named_heading,
    read_row,
)
from exchange.budgets.grid.tables import (
    KEY,
    Listed,
    PlannedRow,
    columns_of,
    plan_of,
    read_table,
)

__all__ = [
    "KEY",
    "Book",
    "CellProblem",
    "Listed",
    "PlannedRow",
    "TypedRow",
    "cells_of",
    "columns_of",
    "named_heading",
    "plan_of",
    "read_row",
    "read_table",
]
