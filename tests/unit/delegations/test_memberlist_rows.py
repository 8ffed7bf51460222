"""Rows of a partner's list: read as written, refused by column, merged cells explained."""

from collections.abc import Mapping, Sequence

import pytest

from exchange.core.database import Name
from exchange.delegations.enums import MemberField, MemberRole
from exchange.delegations.memberlist.columns import VOCABULARY
from exchange.delegations.memberlist.rows import (
    Entry,
    Manner,
    ReadRow,
    member_rows,
    read_rows,
)
from exchange.documents.lists.heads import HeadFinder
from exchange.documents.sheet_files import Sheet
from exchange.documents.sheet_limits import Marks

_F = MemberField
GUESTS, OURS = Manner(guests=True), Manner(guests=False)


def read(
    rows: Sequence[Sequence[object]],
    manner: Manner = GUESTS,
    *,
    remembered: Mapping[str, str] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Sequence[ReadRow]:
    sheet = Sheet("", rows, marks=Marks(merged=frozenset(merged)))  # type: ignore[arg-type]
    head = HeadFinder(VOCABULARY, remembered or {}).find(sheet)
    found, _ = member_rows(sheet, head)
    return list(read_rows(found, sheet, head, manner))


def problems(row: ReadRow) -> list[tuple[MemberField | None, str]]:
    return [(each.field, each.sentence.id.rpartition(".")[2]) for each in row.problems]


def notes(row: ReadRow) -> list[str]:
    return [each.id.rpartition(".")[2] for each in row.notes]


def test_a_guests_row_keeps_three_spellings_apart() -> None:
    [row] = read(
        [
            [
                "飲食",
                "職稱",
                "團內職務",
                "護照英文姓名",
                "カナ",
                "姓名",
                "服務單位",
                "同伴",
                "輪椅",
            ],
            ["素食", "副市長", "團長", "Chen, Chi-Mai", "ﾁﾝ ｷﾏｲ", "陳其邁", "高雄市政府", "", "要"],
        ]
    )
    assert row.entry == Entry(
        name=Name("", "", "チン", "キマイ", native="陳其邁", passport="CHEN CHI-MAI"),
        affiliation="高雄市政府",
        title="副市長",
        role=MemberRole.LEADER,
        companion="",
        diet="素食",
        mobility="要",
    )
    assert (row.number, problems(row), notes(row)) == (2, [], ["capitals"])


@pytest.mark.parametrize(
    ("heads", "cells", "name"),
    [
        (("Vorname", "Nachname"), ("Erika", "Mustermann"), Name("Mustermann", "Erika")),
        (("Name", "Vorname"), ("Mustermann", "Erika"), Name("Mustermann", "Erika")),
        (("성", "이름"), ("김", "철수"), Name("김", "철수")),
        (("Name", "Titel"), ("Erika Mustermann", "Rätin"), Name("", native="Erika Mustermann")),
        (
            ("Passport surname", "Passport given names"),
            ("Mustermann", "Erika"),
            Name("", passport="MUSTERMANN ERIKA"),
        ),
    ],
)
def test_names_are_put_together_from_whatever_columns_there_are(
    heads: tuple[str, ...], cells: tuple[str, ...], name: Name
) -> None:
    [row] = read([heads, cells])
    assert row.entry.name == name
    assert problems(row) == []


def test_our_own_names_are_divided_and_only_they_get_a_suggested_spelling() -> None:
    rows = [["氏名", "フリガナ"], ["大野　花子", "オオノ ハナコ"]]
    [ours] = read(rows, OURS)
    assert ours.entry.name == Name("大野", "花子", "オオノ", "ハナコ")
    assert [each.params for each in ours.notes] == [{"spelling": "ONO HANAKO"}]
    [guest] = read(rows)
    assert guest.entry.name == Name("", "", "オオノ", "ハナコ", native="大野　花子")
    assert guest.notes == []
    [spelt] = read([[*rows[0], "旅券氏名"], [*rows[1], "OHNO HANAKO"]], OURS)
    assert notes(spelt) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("団長", MemberRole.LEADER),
        ("Delegationsleiterin", MemberRole.LEADER),
        ("Chef de délégation", MemberRole.LEADER),
        ("副團長", MemberRole.DEPUTY_LEADER),
        ("Deputy head", MemberRole.DEPUTY_LEADER),
        ("翻译", MemberRole.INTERPRETER),
        ("隨員", MemberRole.ATTENDANT),
        ("단원", MemberRole.MEMBER),
        ("", None),
    ],
)
def test_a_role_is_told_in_the_partners_languages(text: str, role: MemberRole | None) -> None:
    [row] = read([["姓名", "團內職務"], ["甲", text]])
    assert row.entry.role is role


@pytest.mark.parametrize(
    ("head", "cell", "field", "why"),
    [
        ("團內職務", "乘客", _F.ROLE, "role"),
        ("フリガナ", "abc", _F.FULL_KANA, "kana"),
        ("英文姓名", "陳", _F.PASSPORT_NAME, "passport_letters"),
        ("職稱", "#REF!", _F.TITLE, "formula"),
        ("職稱", "\ufffd長", _F.TITLE, "unreadable"),
        ("職稱", "長" * 201, _F.TITLE, "long"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_refused_by_its_column(
    head: str, cell: str, field: MemberField, why: str
) -> None:
    [row] = read([["姓名", head], ["甲", cell]])
    assert problems(row) == [(field, why)]


def test_a_row_without_a_name_is_refused_and_sums_are_left_aside() -> None:
    rows: list[list[object]] = [
        ["姓名", "職稱"],
        ["甲", "局長"],
        [None, "科長"],
        [None, None],
        ["合計", "2"],
    ]
    found = read(rows)
    assert [(row.number, problems(row)) for row in found] == [
        (2, []),
        (3, [(_F.FULL_NAME, "name")]),
    ]
    sheet = Sheet("", rows)  # type: ignore[arg-type]
    assert member_rows(sheet, HeadFinder(VOCABULARY, {}).find(sheet))[1] == [5]


def test_a_row_of_a_head_alone_names_no_column() -> None:
    [row] = read([["職稱", "服務單位"], ["局長", ""]])
    assert problems(row) == [(None, "name")]


def test_hidden_rows_can_be_left_out() -> None:
    sheet = Sheet("", [["姓名", "職稱"], ["甲", "x"]], marks=Marks(frozenset({2})))
    head = HeadFinder(VOCABULARY, {}).find(sheet)
    assert member_rows(sheet, head, with_hidden=False) == ([], [2])


def test_merged_organisations_count_for_all_and_merged_names_are_explained() -> None:
    rows: list[list[object]] = [
        ["機關", "姓名", "職稱"],
        ["市府", "甲", "x"],
        [None, "乙", "y"],
        [None, None, "z"],
    ]
    one, two, three = read(rows, merged=[(2, 0, 4, 0), (3, 1, 4, 1)])
    assert (one.entry.affiliation, notes(one)) == ("市府", [])
    assert (two.entry.affiliation, notes(two), problems(two)) == ("市府", ["merged"], [])
    assert problems(three) == [(_F.FULL_NAME, "merged")]
    assert three.problems[0].sentence.params == {"cells": "B3:B4"}


def test_a_merged_fault_is_refused_where_it_counts() -> None:
    rows: list[list[object]] = [["機關", "姓名"], ["#N/A", "甲"], [None, "乙"]]
    found = read(rows, merged=[(2, 0, 3, 0)])
    assert [problems(row) for row in found] == [[(_F.AFFILIATION, "formula")]] * 2


def test_what_a_form_leaves_empty_stays_where_that_was_said() -> None:
    rows: list[list[object]] = [["姓名", "飲食"], ["甲", ""]]
    assert read(rows)[0].entry.diet == ""
    [kept] = read(rows, Manner(guests=True, blank_keeps=True))
    assert (kept.entry.diet, kept.entry.mobility) == (None, None)


def test_cells_beyond_a_short_row_are_empty() -> None:
    [row] = read([["姓名", "職稱"], ["甲"]])
    assert row.entry.title == ""
