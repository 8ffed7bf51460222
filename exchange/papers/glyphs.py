"""Where on a paper stands what no font can show: in whose row, in which text; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.database import Localized
from exchange.papers.tables import JA

#: How much of a longer text is shown on either side.
_AROUND: Final = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """A text with characters no font can show, and what its row is about."""

    characters: Sequence[str]
    text: str
    #: What stands in bold in the same row: a name, an item; empty where nothing does.
    row: str


def standings(value: object, missing: Sequence[str], row: str = "") -> Iterator[Standing]:
    """Yield each text of a paper's data that holds any of the `missing` ones, in its order."""
    match value:
        case str():
            if found := [each for each in missing if each in value]:
                yield Standing(found, _around(value, found[0]), row)
        case Localized():
            yield from standings(value.get_in(JA)[0], missing, row)
        case Mapping():
            for key, each in value.items():
                yield from (
                    _in_rows(each, missing) if key == "rows" else standings(each, missing, row)
                )
        case list() | tuple():
            for each in value:
                yield from standings(each, missing, row or _bold(value))


def code_points(characters: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return each character once, with its number as catalogues of characters have it."""
    once = dict.fromkeys(letter for text in characters for letter in text)
    return [(letter, f"U+{ord(letter):04X}") for letter in once]


def _in_rows(rows: Sequence[Sequence[object]], missing: Sequence[str]) -> Iterator[Standing]:
    for cells in rows:
        yield from standings(cells, missing, " ".join(map(_bold, cells)).strip())


def _bold(cell: object) -> str:
    """Return what is bold in a cell; nothing where it is no cell of lines."""
    lines = cell if isinstance(cell, list) else ()
    return " ".join(
        line["value"]["text"]
        for line in lines
        if isinstance(line, Mapping) and line.get("style") == "strong"
    )


def _around(text: str, found: str) -> str:
    at = text.index(found)
    first, last = max(0, at - _AROUND), at + len(found) + _AROUND
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{text[first:last]}{after}"
