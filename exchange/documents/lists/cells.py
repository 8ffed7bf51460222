"""Single cells of a list: as text, names divided, the rows that are nobody's."""

from collections.abc import Sequence
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import clean_line, fold
from exchange.documents.sheet_files import Cell, Row, text_of

#: What Excel shows where a formula fails.
_FAULTS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}
)
#: What the row of an example begins with.
_EXAMPLES: Final = ("例", "記入例", "見本）", "（例", "(例")
#: What stands where a name would, in a row below the people.
_SUMS: Final = frozenset({"計", "合計", "小計", "総計", "以上", "備考", "total"})


def plain(cell: Cell) -> str:
    """Return a cell as one clean line; raises DomainError for a formula that failed."""
    text = cell if isinstance(cell, str) else text_of(cell)
    if not text.isascii() or not text.isprintable():
        return clean_line(text)
    if text in _FAULTS:
        raise DomainError(message("documents.list.formula", text=text))
    return text.strip()


def name_parts(text: str) -> tuple[str, str]:
    """Divide a name at its first space of any width; one without stays whole."""
    family, *given = text.split(maxsplit=1)
    return family, given[0] if given else ""


def is_somebody(row: Row, identity: Sequence[int]) -> bool:
    """Say whether a row is a person's: no example, no sum, and something in a column of names."""
    first = next((cell for cell in row if cell is not None), None)
    if isinstance(first, str):
        word = first.strip()
        if word.startswith(_EXAMPLES) or fold(word) in _SUMS:
            return False
    return any(at < len(row) and str(row[at] or "").strip() for at in identity)
