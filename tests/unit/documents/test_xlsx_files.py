"""Workbooks: what is written is what a reader finds, and the same rows give the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from exchange.documents.xlsx_files import xlsx_bytes

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS: list[Mapping[str, object]] = [
    {"名称": "協定", "件数": 3, "有効": True, "備考": "=1+1"},
    {"名称": "覚書\n（三年）", "件数": None, "有効": False, "備考": "http://example.org"},
]
COLUMNS = ("名称", "件数", "有効", "備考")


def read(body: bytes) -> list[list[tuple[str, str]]]:
    """Return (type, text) of every cell, row by row."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        shared = [
            "".join(node.itertext())
            for node in ET.fromstring(package.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        sheet = ET.fromstring(package.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in sheet.iter(f"{MAIN}row"):
        cells = []
        for cell in row.iter(f"{MAIN}c"):
            kind, text = cell.get("t", "n"), "".join(cell.itertext())
            cells.append((kind, shared[int(text)] if kind == "s" else text))
        found.append(cells)
    return found


def test_every_cell_holds_what_it_was_given() -> None:
    assert read(xlsx_bytes("一覧", COLUMNS, ROWS)) == [
        [("s", name) for name in COLUMNS],
        [("s", "協定"), ("n", "3"), ("s", "true"), ("s", "=1+1")],
        [("s", "覚書\n（三年）"), ("n", ""), ("s", "false"), ("s", "http://example.org")],
    ]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert xlsx_bytes("一覧", COLUMNS, ROWS) == xlsx_bytes("一覧", COLUMNS, ROWS)


def test_no_row_is_still_a_sheet_with_its_head() -> None:
    assert read(xlsx_bytes("一覧", COLUMNS, [])) == [[("s", name) for name in COLUMNS]]
