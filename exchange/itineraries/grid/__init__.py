"""The grid: typed and pasted cells in, plans with problems named by row and column out; pure."""

from exchange.itineraries.grid.cells import Span, read_day, read_span, split_cities
from exchange.itineraries.grid.rows import (
    Known,
    Problem,
    ReadRow,
    RowPlan,
    Setting,
    TypedRow,
    read_rows,
)
from exchange.itineraries.grid.sheets import Block, read_block
from exchange.itineraries.grid.writing import cells_of, known_of

__all__ = [
    "Block",
    "Known",
    "Problem",
    "ReadRow",
    "RowPlan",
    "Setting",
    "Span",
    "TypedRow",
    "cells_of",
    "known_of",
    "read_block",
    "read_day",
    "read_rows",
    "read_span",
    "split_cities",
]
