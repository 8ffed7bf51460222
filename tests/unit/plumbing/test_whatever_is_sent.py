"""Whatever is typed, pasted or sent: it is read, or refused in a sentence, and nothing else."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.accounts.authenticators import read
from exchange.accounts.passkeys import PasskeyRefusedError
from exchange.budgets.forms.grid import typed_rows as budget_rows
from exchange.budgets.grid import Book, read_row, read_table
from exchange.calendars.agenda import read_day, read_range
from exchange.calendars.enums import Intake
from exchange.calendars.intake import MOST_LINES, proposals
from exchange.calendars.subscriptions import FeedRequest, read_request
from exchange.core.amounts import parse_decimal, parse_money
from exchange.core.dates import PartialDate, parse_birth_date, parse_partial
from exchange.core.errors import DomainError
from exchange.core.reading import from_json, whole
from exchange.delegations.memberlist.columns import VOCABULARY
from exchange.delegations.memberlist.diff import compare
from exchange.delegations.memberlist.dryrun import ListRun, read_list
from exchange.delegations.memberlist.facts import Facts
from exchange.delegations.memberlist.rows import Manner
from exchange.documents.lists.keeping import Choices, pack, unpack, without_guarded
from exchange.documents.pasted import read_pasted
from exchange.documents.sheet_files import FileKind, Sheet, SheetFile, read_sheets
from exchange.hosting.enums import Column as HostColumn
from exchange.hosting.forms.lists import columns_from
from exchange.hosting.hostlist import read_list as read_hosts
from exchange.hosting.hostlist.cells import free_of
from exchange.itineraries.cities import CityIndex
from exchange.itineraries.forms.grid import answers, typed_rows
from exchange.itineraries.grid import Setting, read_block, read_rows, read_span
from exchange.itineraries.grid import read_day as read_day_of_visit
from exchange.youth.enums import SchoolLevel
from exchange.youth.lottery import ListError
from exchange.youth.lottery import read_list as read_draw
from exchange.youth.roster.values import read_birth_date, read_grade
from exchange.youth.rules.screening import read_criteria, read_sheet
from tests.factories.hostile import BOUNDED, TEXTS, forms, grids

TODAY: Final = date(2026, 11, 25)
BOOK: Final = Book([], date(2027, 5, 17), date(2027, 5, 22))
VISIT: Final = Setting(
    first=date(2027, 5, 17), last=date(2027, 5, 22), cities=CityIndex({}), zone="Europe/Berlin"
)
HOSTS: Final = ("氏名", "フリガナ", "住所", "家族構成", "受入可能期間", "8/1～8/10", "見本 太郎")
ITEMS: Final = (
    "月日",
    "時刻",
    "都市",
    "行程・内容",
    "5月17日",
    "9:30～翌12:30",
    "熊本→高雄",
    "移動",
)
LINES: Final = ("節", "内容", "年度", "要求額", "No.", "7", "2026", "500", "謝礼", "2027-05-01")
MEMBERS: Final = ("姓名", "職稱", "Passport name", "随行者", "王 小明", "市長", "飲食", "護照號碼")


def host_list(rows: list[list[str]]) -> object:
    return read_hosts([list(HOSTS[:5]), *rows], {}, near=TODAY).refused


def itinerary(rows: list[list[str]]) -> object:
    return read_rows(read_block(rows, VISIT).rows, VISIT)


def budget(rows: list[list[str]]) -> object:
    return read_table(rows, [], BOOK, "ja")


def member_list(rows: list[list[str]]) -> object:
    cells = [[cell or None for cell in row] for row in rows]
    file = SheetFile(FileKind.XLSX, [Sheet("名簿", [list(MEMBERS[:3]), *cells])])
    kept = unpack(pack(without_guarded(file, Choices(), VOCABULARY)))
    reading = read_list(kept, Choices(), Manner(guests=True))
    run = ListRun(reading, compare(reading.rows, Facts()))
    return (run.faults, run.notes, run.diff.digest)


@pytest.mark.parametrize(
    ("importer", "words"),
    [(host_list, HOSTS), (itinerary, ITEMS), (budget, LINES), (member_list, MEMBERS)],
    ids=lambda given: getattr(given, "__name__", ""),
)
@BOUNDED
@given(data=st.data())
def test_a_table_of_anything_is_read_or_refused(
    importer: Callable[[list[list[str]]], object], words: Sequence[str], data: st.DataObject
) -> None:
    rows = data.draw(grids(*words))
    with suppress(DomainError):
        assert importer(rows) is not None


@pytest.mark.parametrize("split", [read_pasted, lambda text: read_sheets(text.encode()).sheets])
@BOUNDED
@given(text=TEXTS)
def test_pasted_text_falls_into_cells(split: Callable[[str], object], text: str) -> None:
    with suppress(DomainError):
        assert isinstance(split(text), list)


@BOUNDED
@given(lines=st.lists(TEXTS, max_size=6), kind=st.sampled_from(Intake))
def test_pasted_days_keep_their_reasons(lines: list[str], kind: Intake) -> None:
    with suppress(DomainError):
        found = proposals("\n".join(lines), kind, today=TODAY)
        assert 0 < len(found) <= MOST_LINES
        assert all((each.problem is None) <= (each.first is not None) for each in found)


#: What reads a text, and what it gives; `None` where it may also say that there is none.
READERS: Final[tuple[Callable[[str], object], ...]] = (
    parse_partial,
    parse_birth_date,
    parse_decimal,
    parse_money,
    read_span,
    lambda text: read_day(text, today=TODAY),
    lambda text: read_range(text, text),
    lambda text: read_range("2026-01-01", text),
    lambda text: read_day_of_visit(text, first=VISIT.first, last=VISIT.last),
    lambda text: free_of(text, near=TODAY) or "any time",
    lambda text: read_birth_date(text)[0],
    lambda text: read_grade(text, SchoolLevel.JUNIOR_HIGH),
    lambda text: read_criteria(f"{text}\n話す {text}"),
    lambda text: [read_sheet(f"1 {text}", [10], [1])],
)


@BOUNDED
@given(text=TEXTS)
def test_a_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    for reader in READERS:
        with suppress(DomainError):
            assert reader(text) is not None


@BOUNDED
@given(text=TEXTS)
def test_a_partial_date_is_kept_as_it_is_written(text: str) -> None:
    with suppress(ValueError):
        assert str(PartialDate.parse(text)) == text


@BOUNDED
@given(text=TEXTS)
def test_a_number_is_whole_and_fits_a_column(text: str) -> None:
    found = whole(text)
    assert found is None or (0 <= found < 2**31 and int(text) == found)


@BOUNDED
@given(text=TEXTS)
def test_json_is_read_or_no_value(text: str) -> None:
    with suppress(ValueError):
        from_json(text)
    with suppress(PasskeyRefusedError):
        read(text)
    with suppress(ListError):
        read_draw(text)


GRID_FIELDS: Final = ("rows", "cities", "r0-day", "r0-version", "r0-opened", "r0-key", "c0-zone")
CELL_FIELDS: Final = ("r0-version", "r0-key", "r0-content", "r0-requested", "r9999-year", "r0-year")


@BOUNDED
@given(sent=forms(*GRID_FIELDS, *CELL_FIELDS))
def test_a_grid_of_fields_is_no_longer_than_what_was_sent(sent: dict[str, str]) -> None:
    assert len(typed_rows(sent)) <= len(sent)
    assert len(answers(sent)) <= len(sent)
    with suppress(DomainError):
        read_rows(typed_rows(sent), VISIT)
    rows = budget_rows(sent)
    assert len(rows) <= len(sent)
    for row in rows:
        assert read_row(row, BOOK) is not None


@BOUNDED
@given(sent=forms("column-0", "column-٣", f"column-{'1' * 5000}", "column-²"))
def test_columns_of_a_host_list_are_those_offered(sent: dict[str, str]) -> None:
    with suppress(DomainError):
        assert set((columns_from(sent) or {}).values()) <= set(HostColumn)


QUESTIONS: Final = ("lang", "partner", "kinds", "milestones", "months", "download")


@BOUNDED
@given(
    asked=st.dictionaries(
        st.one_of(st.sampled_from(QUESTIONS), TEXTS),
        st.lists(
            st.one_of(TEXTS, st.sampled_from(("1", "span", "ja,en", "anniversaries"))), max_size=3
        ),
        max_size=6,
    )
)
def test_a_feed_is_asked_for_in_words_it_knows(asked: dict[str, list[str]]) -> None:
    with suppress(DomainError):
        found = read_request(asked, known_partners=["heidelberg"])
        assert isinstance(found, FeedRequest)
        assert found.partners <= {"heidelberg"}
