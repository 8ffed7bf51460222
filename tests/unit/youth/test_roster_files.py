"""Files as offices write them: every layout and encoding gives the pupils that are in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from config import ROOT
from exchange.core.dates import FiscalYear
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices, pack, unpack, without_guarded
from exchange.documents.sheet_files import read_sheets
from exchange.youth.enums import SchoolLevel
from exchange.youth.enums.rosters import RosterField
from exchange.youth.roster.columns import VOCABULARY
from exchange.youth.roster.dryrun import Reading, read_file
from exchange.youth.roster.rows import Setting
from tests.factories.sheets import csv_of, xlsx_of

SETTING = Setting(SchoolLevel.JUNIOR_HIGH, FiscalYear(2026))
HEAD = ["氏名", "ふりがな", "生年月日", "学年"]
HANAKO = ["髙﨑 花子", "たかさき はなこ", "2012/5/3", "2"]
JIRO = ["見本 次郎", "みほん じろう", "2011-07-07", "3"]
ROWS = [HEAD, HANAKO, JIRO]
#: What every file below holds: name, birth date, year.
EXPECTED = [("髙﨑 花子", date(2012, 5, 3), 2), ("見本 次郎", date(2011, 7, 7), 3)]


def titled(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet.merge_range(0, 0, 0, 5, "令和８年度　青少年派遣　参加希望者名簿")
    sheet.merge_range(1, 0, 1, 5, "見本第一中学校　担任：見本 先生")


def grouped(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet.merge_range(0, 0, 0, 1, "生徒")
    sheet.merge_range(0, 2, 1, 2, "生年月日")
    sheet.merge_range(0, 3, 1, 3, "学年")
    sheet.merge_range(0, 4, 0, 5, "保護者")


def two_sheets(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    other = book.add_worksheet("記入例")
    other.write_row(0, 0, HEAD)
    other.write_row(1, 0, ["見本 例", "みほん れい", "2012/1/1", "1"])


SPLIT = [
    ["姓", "名", "セイ", "メイ", "生年月日", "学年"],
    ["髙﨑", "花子", "タカサキ", "ハナコ", "H24.5.3", "２年"],
    ["見本", "次郎", "ミホン", "ジロウ", "平成23年7月7日", "中3"],
]
FILES: dict[str, bytes] = {
    "utf-8": csv_of(ROWS),
    "utf-8 with its mark": csv_of(ROWS, "utf-8-sig"),
    "cp932": csv_of(ROWS, "cp932"),
    "utf-16 with its mark": csv_of(ROWS, "utf-16"),
    "utf-16 little end first": csv_of(ROWS, "utf-16-le"),
    "utf-16 big end first": csv_of(ROWS, "utf-16-be"),
    "tabs, cp932": csv_of(ROWS, "cp932", delimiter="\t"),
    "tabs, utf-16, as Excel saves text": csv_of(ROWS, "utf-16", delimiter="\t"),
    "semicolons": csv_of(ROWS, delimiter=";"),
    "line feeds alone": csv_of(ROWS).replace(b"\r\n", b"\n"),
    "carriage returns alone": csv_of(ROWS).replace(b"\r\n", b"\r"),
    "quoted cells": csv_of([[f'"{cell}"' for cell in row] for row in ROWS]),
    "a workbook": xlsx_of(ROWS),
    "titles above": xlsx_of([[None], [None], [None], *ROWS], titled),
    "titles above, text": csv_of(
        [["参加希望者名簿"], ["見本第一中学校", "", "2年"], [], *ROWS], "cp932"
    ),
    "headings in two rows": xlsx_of(
        [
            [],
            ["氏名", "ふりがな", None, None, "氏名", "電話"],
            [*HANAKO, "髙﨑 太郎", "090-1234-5678"],
            [*JIRO, "見本 太郎", ""],
        ],
        grouped,
    ),
    "columns in another order": csv_of([[row[at] for at in (3, 2, 0, 1)] for row in ROWS]),
    "an empty column and row first": csv_of([[], *[["", *row] for row in ROWS]]),
    "names in two columns": xlsx_of(SPLIT),
    "names in two columns, text": csv_of(SPLIT, "cp932"),
    "half-width kana": csv_of(
        [["氏名", "ﾌﾘｶﾞﾅ", "生年月日", "学年"], ["髙﨑 花子", "ﾀｶｻｷ ﾊﾅｺ", *HANAKO[2:]], JIRO],
        "cp932",
    ),
    "wide spaces in headings and names": csv_of(
        [
            ["氏　名", "フリガナ（必須）", "生年月日（西暦）", "学 年"],
            ["髙﨑　花子", *HANAKO[1:]],
            JIRO,
        ]
    ),
    "days as dates": xlsx_of(
        [HEAD, [*HANAKO[:2], date(2012, 5, 3), 2], [*JIRO[:2], date(2011, 7, 7), 3]]
    ),
    "days as Japanese dates": xlsx_of(
        [HEAD, [*HANAKO[:2], date(2012, 5, 3), 2], [*JIRO[:2], date(2011, 7, 7), 3]],
        date_format='[$-411]ggge"年"m"月"d"日"',
    ),
    "days as serial numbers": xlsx_of([HEAD, [*HANAKO[:2], 41032, 2], [*JIRO[:2], 40731, 3]]),
    "days as digits": csv_of([HEAD, [*HANAKO[:2], "20120503", "2"], [*JIRO[:2], "20110707", "3"]]),
    "days by era": csv_of(
        [HEAD, [*HANAKO[:2], "平24.5.3", "2"], [*JIRO[:2], "Ｈ２３．７．７", "3"]]
    ),
    "year and class in one": csv_of(
        [["氏名", "かな", "生年月日", "年・組"], [*HANAKO[:3], "2年1組"], [*JIRO[:3], "3-2"]]
    ),
    "English headings": csv_of([["Name", "Kana", "Date of birth", "Grade"], HANAKO, JIRO]),
    "numbered, with a sum and empty rows": csv_of(
        [["No.", *HEAD], [1, *HANAKO], [], [2, *JIRO], ["3"], ["", "合計", "2名"], ["※締切厳守"]]
    ),
    "an example row": csv_of(
        [["", *HEAD], ["例", "見本 例", "みほん れい", "2012/1/1", "1"], ["", *HANAKO], ["", *JIRO]]
    ),
    "a second sheet": xlsx_of(ROWS, two_sheets),
}


def reading(body: bytes, choices: Choices | None = None) -> Reading:
    """Read a file as the desk does, through what is kept of it."""
    choices = choices or Choices()
    kept = unpack(pack(without_guarded(read_sheets(body), choices, VOCABULARY)))
    return read_file(kept, choices, SETTING)


def pupils(found: Reading) -> Sequence[tuple[str, date | None, int | None]]:
    return [(row.name.written, row.birth_date, row.grade) for row in found.rows]


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_the_pupils_in_it(name: str) -> None:
    found = reading(FILES[name])
    assert [row.problems for row in found.rows] == [[], []]
    assert pupils(found) == EXPECTED


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 25


def test_an_old_workbook_is_read_as_well() -> None:
    found = reading((ROOT / "tests" / "data" / "rosters" / "old.xls").read_bytes())
    assert pupils(found) == [("見本 花子", date(2012, 5, 3), 2), ("見本 次郎", date(2011, 7, 7), 3)]
    first, second = (row.entry for row in found.rows)
    assert (first and first.guardian_phone, second and second.guardian_phone) == (
        "09012345678",
        "09087654321",
    )
    assert [note.id for note in found.rows[1].notes] == [
        "youth.roster.note.hidden",
        "youth.roster.note.zero",
    ]


def test_the_guardians_columns_are_told_from_the_pupils() -> None:
    found = reading(FILES["headings in two rows"])
    assert found.columns == {
        RosterField.FULL_NAME: "生徒氏名",
        RosterField.FULL_KANA: "生徒ふりがな",
        RosterField.BIRTH_DATE: "生年月日",
        RosterField.GRADE: "学年",
        RosterField.GUARDIAN_NAME: "保護者氏名",
        RosterField.GUARDIAN_PHONE: "保護者電話",
    }
    entry = found.rows[0].entry
    assert entry is not None
    assert (entry.guardian_name, entry.guardian_phone) == ("髙﨑 太郎", "090-1234-5678")


def test_another_encoding_can_be_chosen_of_what_is_kept() -> None:
    body = csv_of([ROWS[0], ["見本 次郎", *JIRO[1:]]], "euc_jp")
    assert reading(body).rows == []
    found = reading(body, Choices(encoding=Encoding.EUC_JP))
    assert pupils(found) == EXPECTED[1:]


def test_a_sheet_a_heading_row_and_hidden_rows_can_be_chosen() -> None:
    body = xlsx_of(ROWS, two_sheets)
    assert pupils(reading(body, Choices(sheet=1)))[0][0] == "見本 例"
    assert pupils(reading(body, Choices(sheet=0, header_row=2))) == []

    def hide(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.set_row(1, None, None, {"hidden": True})

    found = reading(xlsx_of(ROWS, hide), Choices(with_hidden=False))
    assert (pupils(found), found.aside) == (EXPECTED[1:], [2])


def test_a_remark_in_the_first_row_makes_no_headings_of_it() -> None:
    rows = [[*HEAD, "備考", "クラス"], [*HANAKO, "アレルギーの相談あり", "1組"], [*JIRO, "", "2組"]]
    found = reading(csv_of(rows))
    assert (found.table.head.row, pupils(found)) == (1, EXPECTED)


def test_without_headings_the_columns_are_named_by_letters_and_can_be_told() -> None:
    body = csv_of([HANAKO, JIRO])
    assert (reading(body).table.head.row, reading(body).rows) == (0, [])
    said = {"a": "full_name", "b": "full_kana", "c": "birth_date", "d": "grade"}
    assert pupils(reading(body, Choices(remembered=said))) == EXPECTED


def test_what_is_never_stored_is_gone_from_every_sheet_and_encoding() -> None:
    def more(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        other = book.add_worksheet("2組")
        other.write_row(0, 0, [*HEAD, "血液型"])
        other.write_row(1, 0, [*JIRO, "AB型"])

    rows = [[*HEAD, "アレルギー", "旅券番号"], [*HANAKO, "そば", "TZ7654321"]]
    for body in (xlsx_of(rows, more), csv_of(rows, "cp932"), csv_of(rows, "utf-16")):
        kept = unpack(pack(without_guarded(read_sheets(body), Choices(), VOCABULARY)))
        held = {cell for sheet in kept.sheets for row in sheet.rows for cell in row}
        assert not held & {"そば", "TZ7654321", "AB型"}
        assert "髙﨑 花子" in held
