"""Rows of a budget as they are typed and pasted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from exchange.budgets.enums import Column, Fate, Payer
from exchange.budgets.grid import (
    Book,
    TypedRow,
    cells_of,
    columns_of,
    plan_of,
    read_row,
    read_table,
)
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.budgets.rules import LinePlan, total
from exchange.core.amounts import Money
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError
from exchange.documents.pasted import read_pasted


def heading(number: int, ja: str, en: str, **columns: Any) -> BudgetHeading:  # noqa: ANN401
    values: dict[str, Any] = {"since": 2020, "until": None, "parent_id": None}
    names = Localized({"ja": ja, "en": en})
    return BudgetHeading(id=uuid7(), number=number, name=names, **(values | columns))


REWARDS = heading(7, "報償費", "Rewards")
OLD = heading(8, "報償費", "Rewards", since=2000, until=2019)
TRAVEL = heading(8, "旅費", "Travel")
GIFTS = heading(1, "記念品", "Gifts", parent_id=REWARDS.id)
BOOK = Book([REWARDS, OLD, TRAVEL, GIFTS], date(2026, 10, 1), date(2026, 10, 4))
OVER_MARCH = Book(BOOK.headings, date(2027, 3, 30), date(2027, 4, 2))
LEAST = {Column.HEADING: "報償費", Column.CONTENT: "謝礼", Column.REQUESTED: "10,000"}


def row(cells: Mapping[Column, str], **changes: Any) -> TypedRow:  # noqa: ANN401 - its fields
    return TypedRow(3, {**dict.fromkeys(Column, ""), **cells}, **changes)


def read(cells: Mapping[Column, str], book: Book = BOOK) -> LinePlan:
    found = read_row(row(cells), book)
    assert isinstance(found, LinePlan), found
    return found


def refused(cells: Mapping[Column, str], book: Book = BOOK) -> list[tuple[int, Column, str]]:
    found = read_row(row(cells), book)
    assert isinstance(found, list)
    return [(each.row, each.column, each.sentence.id) for each in found]


def test_heading_content_and_one_amount_are_enough() -> None:
    assert read(LEAST) == LinePlan(
        heading_id=REWARDS.id, content="謝礼", fiscal_year=2026, requested=10_000
    )


@pytest.mark.parametrize(
    "text", ["7", "７", "報償費", "第7節", "7 報償費", "Rewards", "７　報償費"]
)
def test_a_heading_is_told_by_its_number_or_name(text: str) -> None:
    assert read({**LEAST, Column.HEADING: text}).heading_id == REWARDS.id


def test_a_number_means_what_it_meant_in_its_year() -> None:
    past = Book(BOOK.headings, date(2019, 10, 1), date(2019, 10, 4))
    assert read({**LEAST, Column.HEADING: "8"}).heading_id == TRAVEL.id
    assert read({**LEAST, Column.HEADING: "8"}, past).heading_id == OLD.id


def test_a_detail_stands_below_its_heading() -> None:
    assert read({**LEAST, Column.DETAIL: "記念品"}).detail_id == GIFTS.id
    wrong = {**LEAST, Column.HEADING: "旅費", Column.DETAIL: "記念品"}
    assert refused(wrong) == [(3, Column.DETAIL, "budgets.error.detail_unknown")]


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("", Payer.CITY),
        ("市", Payer.CITY),
        ("熊本県", Payer.PREFECTURE),
        ("Partner", Payer.PARTNER),
        ("相手方", Payer.PARTNER),
        ("参加者", Payer.PARTICIPANT),
        ("縣", Payer.PREFECTURE),
    ],
)
def test_a_payer_is_told_in_any_language(text: str, payer: Payer) -> None:
    assert read({**LEAST, Column.PAYER: text}).payer is payer


@pytest.mark.parametrize(
    ("text", "year"),
    [("2026", 2026), ("２０２７年度", 2027), ("R8", 2026), ("令和7年度", 2025), ("FY2026", 2026)],
)
def test_a_fiscal_year_is_written_as_offices_do(text: str, year: int) -> None:
    assert read({**LEAST, Column.YEAR: text}).fiscal_year == year


def test_a_visit_that_was_put_off_keeps_the_years_of_its_lines() -> None:
    later = Book(BOOK.headings, date(2029, 10, 1), date(2029, 10, 4), frozenset({2026}))
    assert read({**LEAST, Column.YEAR: "2026"}, later).fiscal_year == 2026
    wrong = {**LEAST, Column.YEAR: "2027"}
    assert refused(wrong, later) == [(3, Column.YEAR, "budgets.error.year_far")]


def test_over_the_end_of_march_the_year_is_written() -> None:
    assert refused(LEAST, OVER_MARCH) == [(3, Column.YEAR, "budgets.error.year_needed")]
    assert read({**LEAST, Column.YEAR: "2027"}, OVER_MARCH).fiscal_year == 2027


def test_an_amount_in_another_currency_makes_the_request() -> None:
    cells = {
        Column.HEADING: "8",
        Column.CONTENT: "航空券",
        Column.CURRENCY: "eur",
        Column.FOREIGN: "1,200.00",
        Column.RATE: "165.32",
        Column.RATE_ON: "2026/11/20",
    }
    found = read(cells)
    assert (found.requested, found.foreign) == (198_384, Money(120_000, "EUR"))
    assert (found.rate, found.rate_on) == (Decimal("165.32"), date(2026, 11, 20))


def test_a_commitment_and_a_payment_in_the_lines_currency_add_up_to_the_yen() -> None:
    cells = {
        **LEAST,
        Column.CURRENCY: "EUR",
        Column.COMMITTED_FOREIGN: "1,200",
        Column.COMMITTED_RATE: "165.32",
        Column.COMMITTED_RATE_ON: "2026-11-20",
        Column.SPENT_FOREIGN: "1,199.99",
        Column.SPENT_RATE: "160.005",
        Column.SPENT_RATE_ON: "2027-05-30",
    }
    found = read(cells)
    assert (found.committed, found.spent) == (198_384, 192_004)
    assert found.spent_foreign == Money(119_999, "EUR")
    assert total([found, found]).spent == 384_008
    zero = {**cells, Column.SPENT_RATE: "0"}
    assert refused(zero) == [(3, Column.SPENT_RATE, "budgets.error.rate_zero")]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({Column.HEADING: ""}, Column.HEADING, "budgets.error.no_heading"),
        ({Column.HEADING: "賃金"}, Column.HEADING, "budgets.error.heading_unknown"),
        ({Column.HEADING: "9 報償費"}, Column.HEADING, "budgets.error.heading_unknown"),
        ({Column.CONTENT: ""}, Column.CONTENT, "budgets.error.no_content"),
        ({Column.CONTENT: "あ" * 201}, Column.CONTENT, "budgets.error.too_long"),
        ({Column.PAYER: "誰か"}, Column.PAYER, "budgets.error.payer_unknown"),
        ({Column.PAYER: "その他"}, Column.PAYER_NAME, "budgets.error.payer_unnamed"),
        ({Column.YEAR: "来年"}, Column.YEAR, "core.date.not_partial"),
        ({Column.YEAR: "2026-05"}, Column.YEAR, "budgets.error.year_unreadable"),
        ({Column.YEAR: "2031"}, Column.YEAR, "budgets.error.year_far"),
        ({Column.REQUESTED: "約1万"}, Column.REQUESTED, "core.amount.unreadable"),
        ({Column.REQUESTED: ""}, Column.REQUESTED, "budgets.error.no_amount"),
        ({Column.SPENT: "-1"}, Column.SPENT, "core.amount.range"),
        ({Column.COMMITTED: "1", Column.SPENT: "2"}, Column.SPENT, "budgets.error.spent_over"),
        ({Column.CURRENCY: "ユーロ"}, Column.CURRENCY, "core.amount.currency"),
        ({Column.FOREIGN: "5"}, Column.FOREIGN, "budgets.error.no_currency"),
        ({Column.RATE: "0"}, Column.FOREIGN, "budgets.error.no_foreign"),
        ({Column.RATE_ON: "2026-11"}, Column.RATE_ON, "budgets.error.day_unreadable"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(
    cells: dict[Column, str], column: Column, sentence: str
) -> None:
    assert (3, column, sentence) in refused({**LEAST, **cells})


def test_a_rate_of_zero_is_refused() -> None:
    cells = {
        Column.CURRENCY: "EUR",
        Column.FOREIGN: "10",
        Column.RATE: "0",
        Column.RATE_ON: "2026-11-20",
    }
    assert refused({**LEAST, **cells}) == [(3, Column.RATE, "budgets.error.rate_zero")]


def test_every_unreadable_cell_of_a_row_is_named_at_once() -> None:
    found = refused({Column.HEADING: "?", Column.REQUESTED: "x", Column.YEAR: "y"})
    assert {column for _, column, _ in found} == {
        Column.HEADING,
        Column.CONTENT,
        Column.REQUESTED,
        Column.YEAR,
    }


def line(**columns: Any) -> BudgetLine:  # noqa: ANN401 - any column
    values: dict[str, Any] = {
        "id": uuid7(),
        "version": 2,
        "heading_id": REWARDS.id,
        "heading": REWARDS,
        "detail_id": GIFTS.id,
        "detail": GIFTS,
        "content": "記念品",
        "payer": Payer.OTHER,
        "payer_name": "見本財団",
        "fiscal_year": 2026,
        "requested": 165,
        "budgeted": 0,
        "foreign": Money(100, "EUR"),
        "rate": Decimal("165.000000"),
        "rate_on": date(2026, 11, 20),
    }
    return BudgetLine(**(values | columns))


@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_what_is_written_is_read_back_the_same(language: str) -> None:
    paid = {
        "spent": 330,
        "spent_foreign": Money(200, "EUR"),
        "spent_rate": Decimal("165.000000"),
        "spent_rate_on": date(2026, 12, 1),
    }
    bare = {"detail": None, "detail_id": None, "foreign": None, "rate": None, "rate_on": None}
    for each in (line(), line(**bare), line(**bare, **paid)):
        assert read(cells_of(each, language)) == plan_of(each)


def pasted(*rows: str) -> list[list[str]]:
    return read_pasted("\n".join(rows))


def test_a_heading_line_is_told_in_any_language_and_order() -> None:
    assert columns_of(["内容", "節", "要求額", "備考"]) == {
        0: Column.CONTENT,
        1: Column.HEADING,
        2: Column.REQUESTED,
    }
    assert set(columns_of(["Content", "Heading (節)", "Requested"])) == {0, 1, 2}
    assert columns_of(["謝礼", "報償費", "1000"]) == {}


def test_a_pasted_table_makes_new_lines_and_takes_none_off() -> None:
    rows = pasted("令和8年度予算", "内容\t節\t要求額", "謝礼\t7\t10,000", "\t\t", "交通\t旅費\t？")
    found = read_table(rows, [line()], BOOK, "ja")
    assert [(each.number, each.fate) for each in found] == [(3, Fate.NEW), (5, Fate.REFUSED)]
    assert found[1].problems[0].column is Column.REQUESTED


def test_without_headings_the_columns_are_those_of_the_grid() -> None:
    (found,) = read_table(pasted("7\t\t謝礼\t市\t\t2026\t500"), [], BOOK, "ja")
    assert found.plan is not None
    assert (found.fate, found.plan.requested) == (Fate.NEW, 500)


def written(each: BudgetLine, key: str = "", **changes: str) -> list[str]:
    cells = {column.value: text for column, text in cells_of(each, "ja").items()}
    return [*(cells | changes).values(), key or f"{each.id}/{each.version}"]


HEAD = [
    *("節", "細節", "内容", "負担者", "負担者の名称", "年度", "要求額", "予算額"),
    *("支出負担行為額", "執行額", "通貨", "外貨額", "換算率", "換算率の日"),
    *("負担行為（外貨額）", "負担行為の換算率", "負担行為の換算率の日"),
    *("執行（外貨額）", "執行の換算率", "執行の換算率の日"),
    "行の識別番号（変更しないでください）",
]


def test_the_same_file_in_again_changes_nothing_and_one_cell_changes_one() -> None:
    one, two, three = line(), line(content="花束"), line(content="額")
    rows = [HEAD, written(one), written(two, budgeted="150")]
    found = read_table(rows, [one, two, three], BOOK, "ja")
    assert [each.fate for each in found] == [Fate.SAME, Fate.CHANGED, Fate.REMOVED]
    assert found[1].before == {Column.BUDGETED: "0"}
    assert (found[2].key, found[2].cells[Column.CONTENT]) == (three.id, "額")


def test_a_row_written_before_its_line_changed_or_went_is_refused() -> None:
    one = line()
    stale = written(one, f"{one.id}/1", budgeted="9")
    gone = written(one, f"{UUID(int=5)}/1")
    found = read_table([HEAD, stale, gone], [one], BOOK, "ja")
    assert [each.refusal.id if each.refusal else None for each in found] == [
        "budgets.error.line_changed",
        "budgets.error.line_gone",
    ]


def test_a_spoilt_key_or_none_makes_a_new_line() -> None:
    one = line()
    unkeyed = [*written(one)[:-1], ""]
    found = read_table([HEAD, written(one, "x/y"), unkeyed], [one], BOOK, "ja")
    assert [each.fate for each in found] == [Fate.NEW, Fate.NEW, Fate.REMOVED]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "budgets.error.no_rows"),
        ([HEAD], "budgets.error.no_rows"),
        ([["7", "", "謝礼", "", "", "", "1"]] * 501, "budgets.error.too_many"),
    ],
)
def test_what_is_no_table_is_refused(rows: list[list[str]], sentence: str) -> None:
    with pytest.raises(DomainError) as caught:
        read_table(rows, [], BOOK, "ja")
    assert caught.value.sentence.id == sentence
