"""Cells copied from one sheet and pasted elsewhere."""

import pytest

from exchange.core.errors import DomainError
from exchange.documents.pasted import read_pasted, write_pasted

CELLS = [["月日", "内容"], ["5/17", "表敬, 会食"]]


@pytest.mark.parametrize("text", ["月日\t内容\n5/17\t表敬, 会食", '月日,内容\n5/17,"表敬, 会食"\n'])
def test_cells_are_parted_by_tabs_and_by_commas_where_there_is_none(text: str) -> None:
    assert read_pasted(text) == CELLS


def test_what_is_written_is_read_back_the_same() -> None:
    assert read_pasted(write_pasted(CELLS)) == CELLS


def test_a_cell_no_spreadsheet_holds_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read_pasted("a\t" + "b" * 140_000)
    assert (refusal.value.field, refusal.value.sentence.id) == (
        "text",
        "documents.pasted.unreadable",
    )
