"""Tables out of files: what they hold, what is said beside it, and what is not opened at all."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from exchange.core.errors import DomainError
from exchange.documents.delimited import Encoding
from exchange.documents.sheet_files import FileKind, read_sheets, text_of
from exchange.documents.sheet_limits import Marks
from exchange.documents.workbook_parts import column_at, column_letters
from tests.factories.sheets import csv_of, xlsx_of

OLD: Path = ROOT / "tests" / "data" / "rosters" / "old.xls"
ROWS = [["氏名", "生年月日"], ["髙﨑 花子①", "2012/5/3"]]

WHOLE = (OLD.read_bytes(), xlsx_of(ROWS), csv_of(ROWS))


def repacked(body: bytes, changes: dict[str, bytes]) -> bytes:
    """Write a workbook anew with other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, old.read(name)))
        for name, part in changes.items():
            new.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", Encoding.UTF_8),
        ("utf-8-sig", Encoding.UTF_8_SIG),
        ("cp932", Encoding.CP932),
        ("utf-16", Encoding.UTF_16),
        ("utf-16-le", Encoding.UTF_16_LE),
        ("utf-16-be", Encoding.UTF_16_BE),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_the_encoding_it_is_written_in(
    encoding: str, told: Encoding, delimiter: str
) -> None:
    found = read_sheets(csv_of(ROWS, encoding, delimiter=delimiter))
    assert (found.kind, found.encoding) == (FileKind.CSV, told)
    assert [list(row) for row in found.sheets[0].rows] == ROWS


def test_an_encoding_can_be_chosen_where_the_guess_is_wrong() -> None:
    body = csv_of(ROWS[:1], "euc_jp")
    assert read_sheets(body).encoding is Encoding.CP932
    assert list(read_sheets(body, encoding=Encoding.EUC_JP).sheets[0].rows[0]) == ROWS[0]


def test_quoted_cells_keep_their_breaks_and_open_quotes_are_named() -> None:
    assert read_sheets(b'a,"b\r\nc"\r\n').sheets[0].rows == [("a", "b\r\nc")]
    with pytest.raises(DomainError, match="quotes"):
        read_sheets(b'"' + b"a" * 200_000)


def test_a_workbook_gives_its_cells_and_what_is_hidden_or_computed() -> None:
    def touch(book: object, sheet: object) -> None:
        sheet.set_row(1, None, None, {"hidden": True})  # type: ignore[attr-defined]
        sheet.set_column(2, 3, None, None, {"hidden": True})  # type: ignore[attr-defined]
        sheet.write_formula(2, 1, "=1+1", None, 2)  # type: ignore[attr-defined]

    rows: list[list[object]] = [["氏名", "x"], [None, date(2012, 5, 3)], ["=1+1", None, True]]
    [sheet] = read_sheets(xlsx_of(rows, touch)).sheets
    assert sheet.rows == [
        ("氏名", "x", None),
        (None, date(2012, 5, 3), None),
        ("=1+1", 2.0, True),
    ]
    assert (sheet.name, sheet.hidden) == ("名簿", False)
    assert sheet.marks == Marks(frozenset({2}), frozenset({2, 3}), frozenset({1}))


def test_merged_cells_are_marked_by_the_rows_and_columns_they_cover() -> None:
    def merge(_book: object, sheet: object) -> None:
        sheet.merge_range(1, 0, 2, 0, "高雄市政府")  # type: ignore[attr-defined]

    [sheet] = read_sheets(xlsx_of([["機關", "姓名"], [None, "甲"], [None, "乙"]], merge)).sheets
    assert sheet.marks.merged == frozenset({(2, 0, 3, 0)})
    assert sheet.rows[1:] == [("高雄市政府", "甲"), (None, "乙")]


def test_more_merged_cells_than_can_be_named_are_not_marked() -> None:
    def merge(_book: object, sheet: object) -> None:
        for row in range(1, 2004, 2):
            sheet.merge_range(row, 0, row + 1, 0, "x")  # type: ignore[attr-defined]

    [sheet] = read_sheets(xlsx_of([["機關"]], merge)).sheets
    assert sheet.marks.merged == frozenset()


@pytest.mark.parametrize(
    "written", ["ge.m.d", 'ggge"年"m"月"d"日"', "[$-ja-JP-x-gannen]ggge年m月d日", "m/d/yy"]
)
@pytest.mark.parametrize("date_1904", [False, True])
def test_japanese_date_formats_are_dates(written: str, date_1904: bool) -> None:
    body = xlsx_of([[date(2012, 5, 3)]], date_format=written, date_1904=date_1904)
    assert read_sheets(body).sheets[0].rows == [(date(2012, 5, 3),)]


def test_an_old_workbook_is_read_with_its_marks() -> None:
    found = read_sheets(OLD.read_bytes())
    [sheet] = found.sheets
    assert found.kind is FileKind.XLS
    assert sheet.rows[4][1:5] == ("見本　花子", "ﾐﾎﾝ ﾊﾅｺ", date(2012, 5, 3), 2.0)
    merged = frozenset({(1, 0, 1, 6), (2, 0, 2, 6)})
    assert sheet.marks == Marks(frozenset({6}), frozenset({5}), frozenset({0}), merged)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (2.0, "2"),
        (2.5, "2.5"),
        ("髙", "髙"),
        (date(2012, 5, 3), "2012-05-03"),
        (datetime(2012, 5, 3, 9, 30), "2012-05-03T09:30:00"),  # noqa: DTZ001 - a sheet has no zone
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_cell_is_printed_as_one_would_type_it(cell: object, text: str) -> None:
    assert text_of(cell) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_letters(number: int, letters: str) -> None:
    assert (column_letters(number), column_at(letters)) == (letters, number)


def sealed(stream: str) -> bytes:
    """Return a container with one stream, as a workbook with a password is kept."""
    sectors = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 0x1E, 9)
    struct.pack_into("<I", header, 0x30, 1)
    struct.pack_into("<I", header, 0x3C, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    entries = b""
    for name in ("Root Entry", stream):
        entry = bytearray(128)
        entry[: len(name) * 2] = name.encode("utf-16-le")
        struct.pack_into("<H", entry, 64, len(name) * 2 + 2)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 5000)
        entries += bytes(entry)
    return bytes(header) + struct.pack("<128I", *sectors) + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3\n",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"\0\0\0\x18ftypheic",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>",
    ],
)
def test_pictures_papers_and_web_pages_are_no_tables_whatever_they_are_called(body: bytes) -> None:
    with pytest.raises(DomainError, match="no_workbook"):
        read_sheets(body + bytes(500))


@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b" \r\n\r\n"])
def test_a_file_with_nothing_in_it_is_named(body: bytes) -> None:
    with pytest.raises(DomainError, match="empty"):
        read_sheets(body)


def test_a_password_is_named() -> None:
    with pytest.raises(DomainError, match="password"):
        read_sheets(sealed("EncryptedPackage"))
    body = OLD.read_bytes()
    begin = body.index(bytes.fromhex("0908"))
    locked = body[: begin + 20] + bytes.fromhex("2f000000") + body[begin + 24 :]
    with pytest.raises(DomainError, match="password"):
        read_sheets(locked)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (sealed("Other"), "no_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "broken"),
        (xlsx_of(ROWS)[:400], "broken"),
        (repacked(xlsx_of(ROWS), {"xl/worksheets/sheet1.xml": b"<a"}), "broken"),
        (
            repacked(
                xlsx_of(ROWS),
                {"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ),
            "broken",
        ),
        (b"\0" * (5 * 1024 * 1024 + 1), "large"),
        (b"a\r\n" * 10_101, "rows"),
        (b"," * 300, "columns"),
    ],
)
def test_what_cannot_be_a_list_is_refused_in_words(body: bytes, named: str) -> None:
    with pytest.raises(DomainError, match=f"documents.sheet.{named}") as refused:
        read_sheets(body)
    assert refused.value.field == "file"


def test_another_kind_of_office_file_is_no_workbook() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(DomainError, match="no_workbook"):
        read_sheets(written.getvalue())


def test_a_file_that_grows_when_unpacked_is_refused() -> None:
    body = repacked(xlsx_of(ROWS), {"xl/media/a": b"\0" * (121 * 1024 * 1024)})
    assert len(body) < 1024 * 1024
    with pytest.raises(DomainError, match="unpacked"):
        read_sheets(body)


@pytest.mark.parametrize(("reference", "named"), [("A1048576", "rows"), ("XFD1", "columns")])
def test_one_cell_in_the_last_corner_does_not_fill_the_memory(reference: str, named: str) -> None:
    part = (
        f'<worksheet><sheetData><row><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(DomainError, match=named):
        read_sheets(repacked(xlsx_of(ROWS), {"xl/worksheets/sheet1.xml": part.encode()}))


def test_too_many_sheets_are_refused() -> None:
    def touch(book: object, _sheet: object) -> None:
        for _ in range(30):
            book.add_worksheet()  # type: ignore[attr-defined]

    with pytest.raises(DomainError, match="sheets"):
        read_sheets(xlsx_of(ROWS, touch))


@given(st.data())
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    with suppress(DomainError):
        read_sheets(bytes(body[: data.draw(st.integers(1, len(body)))]))
