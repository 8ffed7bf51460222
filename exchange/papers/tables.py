"""A paper that is a table, as plain data: for typst and for a workbook; each line of one language.

A line without a mark of its own is Japanese.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from exchange.core.database import Localized
from exchange.core.messages import Message

JA: Final = "ja"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell; `style` is strong, quiet or mark, or empty."""

    text: str
    language: str = JA
    style: str = ""


Cell = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name in its languages, and its share of the width; 0 is as wide as it needs."""

    lines: Cell
    share: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title: a day of a programme; a list has one section without a title."""

    rows: Sequence[Sequence[Cell]]
    title: Cell = ()


@dataclass(frozen=True, slots=True)
class TablePaper:
    """A titled table with what stands above and below it."""

    title: str
    lead: Sequence[Line]
    columns: Sequence[Heading]
    sections: Sequence[Section]
    #: What a workbook calls the column of the sections' titles.
    grouped_by: str = ""
    notes: Sequence[Line] = field(default=())
    #: Which version of what is kept it prints.
    version: Message | None = None
    contains_demo: bool = False

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(section.rows) for section in self.sections)


def both(words: Localized, language: str, style: str = "") -> Cell:
    """Return words in Japanese and, where they exist, in a second language beneath."""
    found = [Line(words[JA], JA, style)]
    other = words.get(language, "")
    if language != JA and other and other != words[JA]:
        found.append(Line(other, language, style))
    return found


def one(text: str, language: str = JA, style: str = "") -> Cell:
    """Return a cell of one line, or an empty one."""
    return [Line(text, language, style)] if text else []


def typst_data(paper: TablePaper) -> Mapping[str, object]:
    """Return what the template prints."""
    return {
        "lead": lines_data(paper.lead),
        "columns": [
            {"lines": lines_data(column.lines), "share": column.share} for column in paper.columns
        ],
        "sections": [
            {
                "title": lines_data(section.title),
                "rows": [[lines_data(cell) for cell in row] for row in section.rows],
            }
            for section in paper.sections
        ],
        "foot": lines_data(paper.notes),
    }


def workbook_of(paper: TablePaper) -> tuple[Sequence[str], Sequence[Mapping[str, object]]]:
    """Return the columns and rows of the same table as a workbook."""
    names = [_joined(column.lines, " / ") for column in paper.columns]
    head = [paper.grouped_by] if paper.grouped_by else []
    rows: list[Mapping[str, object]] = []
    for section in paper.sections:
        for row in section.rows:
            values = dict(zip(names, (_joined(cell, "\n") for cell in row), strict=True))
            if paper.grouped_by:
                values[paper.grouped_by] = _joined(section.title, " / ")
            rows.append(values)
    return [*head, *names], rows


def lines_data(cell: Cell) -> Sequence[Mapping[str, object]]:
    """Return lines as templates take them."""
    return [
        {"value": {"text": line.text, "lang": line.language}, "style": line.style} for line in cell
    ]


def _joined(cell: Cell, between: str) -> str:
    return between.join(line.text for line in cell)
