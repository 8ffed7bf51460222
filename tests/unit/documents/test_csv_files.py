"""CSV for desktop Excel: its encoding mark, and nothing that runs as a formula."""

import csv
import io

import pytest

from exchange.documents.csv_files import csv_bytes


def cell(value: object) -> str:
    """Return what a reader of the file gets for one value."""
    text = csv_bytes(["a"], [{"a": value}]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1][0]


def test_the_file_carries_its_encoding_and_windows_line_ends() -> None:
    assert csv_bytes(["名"], [{"名": "髙﨑"}]) == b"\xef\xbb\xbf" + "名\r\n髙﨑\r\n".encode()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_made_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-98.49363, "-98.49363"),
        (0, "0"),
        ('a,b\n"c"', 'a,b\n"c"'),
        ("1=2", "1=2"),
    ],
)
def test_other_values_are_written_as_they_are(value: object, expected: str) -> None:
    assert cell(value) == expected


def test_columns_keep_their_order_whatever_the_row_s() -> None:
    assert csv_bytes(["b", "a"], [{"a": 1, "b": 2}]).decode("utf-8-sig") == "b,a\r\n2,1\r\n"
