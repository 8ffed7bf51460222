"""Blocks as they are pasted: headings or none, merged cells, rows that are saved already."""

from datetime import date
from uuid import UUID

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.documents.pasted import read_pasted
from exchange.itineraries.enums import Column
from exchange.itineraries.grid import Known, Setting, TypedRow, read_block, read_rows
from exchange.itineraries.grid.sheets import MOST_ROWS
from tests.factories.itineraries import wall
from tests.unit.itineraries.test_grid_rows import CITIES

C = Column
PASTED = """月日\t時刻\t都市\t行程・内容\t交通\t宿泊\t食事
5月17日（月）\t9:30～18:30\t熊本→ハイデルベルク\t移動\tLH717\t\t機内
\t19:00\t\t夕食\t\tホテル A\t夕
5月18日（火）\t10:00-11:00\t\t"市長
表敬"\t専用車\t\t
"""


def setting(known: dict[UUID, Known] | None = None) -> Setting:
    return Setting(
        first=date(2027, 5, 17),
        last=date(2027, 5, 22),
        cities=CITIES,
        zone="Europe/Berlin",
        known=known or {},
    )


def saved(title: str, time: str = "10:00-11:00", day: str = "2027-05-17") -> Known:
    cells = {C.DAY: day, C.TIME: time, C.TITLE: title, C.PLACE: "市庁舎"}
    at = wall("2027-05-17 10:00", "Europe/Berlin")
    return Known(cells, at, wall("2027-05-17 11:00", "Europe/Berlin"), 4)


def cells(rows: list[TypedRow] | tuple[TypedRow, ...], *columns: Column) -> list[list[str]]:
    return [[row.cells[column] for column in columns] for row in rows]


def test_a_pasted_block_is_read_with_its_merged_cells() -> None:
    found = read_block(read_pasted(PASTED), setting())
    assert cells(list(found.rows), C.DAY, C.TIME, C.CITY, C.TITLE, C.LODGING) == [
        ["2027-05-17", "09:30-18:30", "熊本→ハイデルベルク", "移動", ""],
        ["2027-05-17", "19:00", "ハイデルベルク", "夕食", "ホテル A"],
        ["2027-05-18", "10:00-11:00", "ハイデルベルク", "市長 表敬", ""],
    ]
    assert all(row.plan for row in read_rows(found.rows, setting()))
    assert found.removed == frozenset()


def test_without_headings_the_usual_order_is_meant() -> None:
    found = read_block(read_pasted("5/17\t10:00\t熊本\t表敬\t専用車"), setting())
    assert cells(list(found.rows), C.DAY, C.TIME, C.TITLE, C.TRANSPORT) == [
        ["2027-05-17", "10:00", "表敬", "専用車"]
    ]


def test_a_line_of_a_day_alone_stands_above_its_rows() -> None:
    text = "5月17日（月）\n10:00\t熊本\t表敬\n11:00\t\t視察\n5月18日（火）\n9:00\t熊本\t会議"
    found = read_block(read_pasted(text), setting())
    assert cells(list(found.rows), C.DAY, C.TIME, C.CITY, C.TITLE) == [
        ["2027-05-17", "10:00", "熊本", "表敬"],
        ["2027-05-17", "11:00", "熊本", "視察"],
        ["2027-05-18", "09:00", "熊本", "会議"],
    ]


def test_columns_of_start_and_end_are_one_time() -> None:
    rows = [["日付", "開始", "終了", "内容"], ["5/17", "10:00:00", "11:30:00", "表敬"]]
    found = read_block(rows, setting())
    assert cells(list(found.rows), C.TIME) == [["10:00-11:30"]]


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    rows = [["月日", "時刻", "内容"], ["五月", "朝", "表敬"]]
    [row] = read_rows(read_block(rows, setting()).rows, setting())
    assert (row.typed.cells[C.DAY], row.typed.cells[C.TIME]) == ("五月", "朝")
    assert {problem.column for problem in row.problems} == {C.DAY, C.TIME}


@pytest.mark.parametrize("text", ["", " \n ", "月日\t時刻\t内容", "5/17"])
def test_a_block_without_rows_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_block(read_pasted(text), setting())
    assert refusal.value.sentence.id == "itineraries.error.empty_block"


def test_a_block_of_a_whole_year_is_refused() -> None:
    rows = [["月日", "時刻", "内容"], *[["5/17", "10:00", "表敬"]] * (MOST_ROWS + 1)]
    with pytest.raises(DomainError) as refusal:
        read_block(rows, setting())
    assert refusal.value.sentence.params == {"most": MOST_ROWS}


def test_our_own_rows_are_known_by_their_key_and_missing_ones_are_said() -> None:
    kept, gone = uuid7(), uuid7()
    known = {kept: saved("表敬"), gone: saved("視察")}
    rows = [["月日", "時刻", "内容", "番号"], ["5/18", "9:00", "市長表敬", str(kept)]]
    rows.append(["5/18", "11:00", "会議", "x"])
    found = read_block(rows, setting(known))
    first, second = found.rows
    assert (first.key, first.version, first.touched) == (kept, 4, True)
    assert first.cells[C.PLACE] == "市庁舎"  # a column the sheet lacks
    assert second.version == 0
    assert found.removed == {gone}


@pytest.mark.parametrize(
    "cells_of_row",
    [
        ["5/17", "10:00", "表敬"],
        ["5/17", "10:00-11:00", "表敬"],
        ["5/17", "10:00-11:00", "市長表敬"],
    ],
)
def test_a_row_without_our_key_is_known_by_its_likeness(cells_of_row: list[str]) -> None:
    key = uuid7()
    rows = [["月日", "時刻", "内容"], cells_of_row]
    found = read_block(rows, setting({key: saved("表敬")}))
    assert [row.key for row in found.rows] == [key]
    assert found.removed == frozenset()


def test_what_bears_the_same_title_on_another_day_is_another_row() -> None:
    rows = [["月日", "時刻", "内容"], ["5/19", "10:00-11:00", "表敬"]]
    found = read_block(rows, setting({uuid7(): saved("表敬")}))
    assert [row.version for row in found.rows] == [0]


def test_a_block_without_days_times_or_cities_keeps_those_of_its_rows() -> None:
    key = uuid7()
    rows = [["内容", "食事", "番号"], ["表敬", "昼", str(key)], ["新しい行", "", ""]]
    first, second = read_block(rows, setting({key: saved("表敬")})).rows
    assert cells([first], C.DAY, C.TIME, C.MEAL) == [["2027-05-17", "10:00-11:00", "昼"]]
    assert cells([second], C.DAY, C.TIME) == [["", ""]]


def test_two_rows_alike_are_two_rows() -> None:
    key = uuid7()
    rows = [["月日", "時刻", "内容"], *[["5/17", "10:00-11:00", "表敬"]] * 2]
    found = read_block(rows, setting({key: saved("表敬")}))
    assert [row.version for row in found.rows] == [4, 0]
