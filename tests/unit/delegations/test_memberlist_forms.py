"""A partner's form as a list of members."""

from exchange.delegations.enums import MemberField
from exchange.delegations.memberlist.forms import (
    MOST,
    read_form,
    rows_of_table,
    table_of_form,
    with_spare,
)
from exchange.documents.sheet_files import FileKind, Sheet, SheetFile

_F = MemberField


def test_what_was_typed_comes_back_and_rows_of_nothing_do_not() -> None:
    typed = [
        {_F.FULL_NAME: "甲", _F.ROLE: "leader", _F.DIET: "素食"},
        {_F.ROLE: "member"},
        {_F.FULL_NAME: "乙", _F.ROLE: "pilot"},
    ]
    table = table_of_form(typed)
    assert rows_of_table(table) == [typed[0], {_F.FULL_NAME: "乙"}]
    assert [row.entry.role and row.entry.role.value for row in read_form(table)] == ["leader", None]


def test_a_file_of_another_kind_has_no_rows_of_a_form() -> None:
    for rows in ([], [["姓名"], ["甲"]]):
        assert rows_of_table(SheetFile(FileKind.XLSX, [Sheet("", rows)])) == ()


def test_a_form_has_some_empty_rows_up_to_its_end() -> None:
    row = {_F.FULL_NAME: "甲"}
    assert with_spare([row]) == [row, {}, {}, {}, {}]
    assert len(with_spare([row] * (MOST - 1))) == MOST
    assert len(with_spare([row] * (MOST + 3))) == MOST
