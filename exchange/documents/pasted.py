"""Cells as people copy them from one sheet and paste them elsewhere."""

import csv
import io
from collections.abc import Sequence

from exchange.core.errors import DomainError
from exchange.core.messages import message


def read_pasted(text: str) -> list[list[str]]:
    """Return the cells of what was copied from a spreadsheet, or of comma-separated text.

    Raises DomainError on the field `text` for a cell no spreadsheet holds.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = "\t" if "\t" in text or "," not in first else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise DomainError(message("documents.pasted.unreadable"), field="text") from error
    return [[cell.strip() for cell in row] for row in rows]


def write_pasted(rows: Sequence[Sequence[str]]) -> str:
    """Return cells as they would be pasted, for the form that carries them along."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return text.getvalue()
