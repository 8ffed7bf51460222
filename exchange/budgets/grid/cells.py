"""One row of a budget: each cell read as what it means, every unreadable one named."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from exchange.budgets.enums import AMOUNTS, RECKONED, Amount, Column, Payer
from exchange.budgets.rules import (
    LinePlan,
    ensure_amounts,
    ensure_payer,
    ensure_year,
    in_force,
    with_foreign,
    years_of,
)
from exchange.core.amounts import (
    Money,
    ensure_currency,
    major_of,
    parse_decimal,
    parse_money,
)
from exchange.core.dates import Precision, parse_partial
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.text import clean_line, fold
from exchange.core.translate import translate

if TYPE_CHECKING:
    from exchange.budgets.models import BudgetHeading, BudgetLine

Value = TypeVar("Value")
#: An amount in another currency, its rate and the rate's day, as far as they are written.
Other = tuple[Money | None, Decimal | None, date | None]

_LONGEST: Final = 200
_NUMBERED: Final = re.compile(r"第?\s*(?P<number>[0-9]{1,3})\s*節?\s*(?P<name>.*)")
_YEAR_WORDS: Final = re.compile(r"年度|年$|^FY\s*", re.IGNORECASE)
#: What offices write for a payer besides its label.
_PAYER_WORDS: Final = {
    Payer.CITY: ("熊本市", "市費", "本市", "city"),
    Payer.PREFECTURE: ("熊本県", "県費", "prefecture"),
    Payer.PARTNER: ("相手", "相手方", "先方", "相手都市", "partner"),
    Payer.PARTICIPANT: ("参加者", "本人", "自己負担", "participant"),
    Payer.OTHER: ("他団体", "その他", "other"),
}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it was typed: its number from 1, its line and version, its cells."""

    number: int
    cells: Mapping[Column, str]
    key: UUID | None = None
    #: The version of the line the cells were written from; 0 is a new row.
    version: int = 0

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is typed."""
        return not any(self.cells.values())


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be read: where it stands, and why."""

    row: int
    column: Column
    sentence: Message


@dataclass(frozen=True, slots=True)
class Book:
    """What cells are read by: the headings, the days of the visit, the years of its lines."""

    headings: "Sequence[BudgetHeading]"
    starts: date
    ends: date
    #: Of lines there are: a visit that was put off keeps what it cost in its first year.
    years: frozenset[int] = frozenset()


def read_row(row: TypedRow, book: Book) -> LinePlan | list[CellProblem]:
    """Return the line a row states, or every cell of it that cannot be read."""
    reading = _Reading(row, book)
    plan = reading.plan()
    return reading.problems or plan


def cells_of(line: "BudgetLine", language: str) -> dict[Column, str]:
    """Return a line, its headings loaded, as it would be typed."""
    cells = {
        Column.HEADING: named_heading(line.heading, language),
        Column.DETAIL: line.detail.name.in_language(language) if line.detail else "",
        Column.CONTENT: line.content,
        Column.PAYER: translate(label(line.payer), language),
        Column.PAYER_NAME: line.payer_name,
        Column.YEAR: str(line.fiscal_year),
        Column.CURRENCY: "",
    }
    for at in RECKONED.values():
        foreign, rate, day = (
            getattr(line, column.value) for column in (at.foreign, at.rate, at.rate_on)
        )
        cells[Column.CURRENCY] = foreign.currency if foreign else cells[Column.CURRENCY]
        cells[at.foreign] = f"{major_of(foreign):f}" if foreign else ""
        cells[at.rate] = f"{rate.normalize():f}" if rate is not None else ""
        cells[at.rate_on] = day.isoformat() if day else ""
    amounts = {column: getattr(line, column.value) for column in AMOUNTS}
    cells |= {column: "" if each is None else str(each) for column, each in amounts.items()}
    return {column: cells[column] for column in Column}


def named_heading(heading: "BudgetHeading", language: str) -> str:
    """Return a 節 as the grid names it: its number and its name."""
    return f"{heading.number} {heading.name.in_language(language)}"


class _Reading:
    """The reading of one row; problems are collected, not raised one by one."""

    def __init__(self, row: TypedRow, book: Book) -> None:
        self.row, self.book = row, book
        self.problems: list[CellProblem] = []

    def plan(self) -> LinePlan | list[CellProblem]:
        """Read cell by cell, then what the cells say together."""
        year = self._read(Column.YEAR, self._year) or 0
        heading = self._read(Column.HEADING, lambda text: self._heading(text, year))
        detail = self._read(Column.DETAIL, lambda text: self._detail(text, heading, year))
        content = self._read(Column.CONTENT, _content) or ""
        payer = self._read(Column.PAYER, _payer) or Payer.CITY
        name = self._read(Column.PAYER_NAME, _short) or ""
        amounts: dict[str, Any] = {each.value: self._read(each, _yen) for each in AMOUNTS}
        others = self._others()
        if self.problems or heading is None:
            return self.problems
        try:
            for amount, (foreign, rate, day) in others.items():
                yen = amounts[amount.value]
                amounts[amount.value] = with_foreign(yen, foreign, rate, day, amount=amount)
            plan = LinePlan(
                heading_id=heading.id,
                detail_id=detail.id if detail else None,
                content=content,
                payer=payer,
                payer_name=name,
                fiscal_year=year,
                **amounts,
                **_stated_in(others),
            )
            ensure_payer(plan)
            ensure_amounts(plan, new=self.row.version == 0)
        except DomainError as error:
            self._note(Column(error.field or Column.CONTENT), error)
            return self.problems
        return plan

    def _read(self, column: Column, reader: Callable[[str], Value]) -> Value | None:
        try:
            return reader(clean_line(self.row.cells.get(column, "")))
        except DomainError as error:
            self._note(column, error)
            return None

    def _note(self, column: Column, error: DomainError) -> None:
        self.problems.append(CellProblem(self.row.number, column, error.sentence))

    def _first_year(self) -> int:
        return years_of(self.book.starts, self.book.ends)[0].start

    def _year(self, text: str) -> int:
        years = years_of(self.book.starts, self.book.ends)
        if not text:
            if len(years) > 1:
                raise DomainError(message("budgets.error.year_needed"))
            return years[0].start
        found = parse_partial(_YEAR_WORDS.sub("", unicodedata.normalize("NFKC", text)).strip())
        if found.precision is not Precision.YEAR:
            raise DomainError(message("budgets.error.year_unreadable", text=text))
        if found.year not in self.book.years:
            ensure_year(found.year, self.book.starts, self.book.ends)
        return found.year

    def _heading(self, text: str, year: int) -> "BudgetHeading":
        if not text:
            raise DomainError(message("budgets.error.no_heading"))
        number, name = _numbered(text)
        for heading in self.book.headings:
            if heading.parent_id is None and in_force(heading, year or self._first_year()):
                names = {fold(each) for each in heading.name.values()}
                if (number is None or number == heading.number) and (not name or name in names):
                    return heading
        raise DomainError(message("budgets.error.heading_unknown", text=text))

    def _detail(
        self, text: str, heading: "BudgetHeading | None", year: int
    ) -> "BudgetHeading | None":
        if not text or heading is None:
            return None
        wanted = fold(text)
        for detail in self.book.headings:
            names = {fold(each) for each in detail.name.values()}
            if detail.parent_id == heading.id and wanted in names and in_force(detail, year):
                return detail
        raise DomainError(message("budgets.error.detail_unknown", text=text))

    def _others(self) -> Mapping[Amount, Other]:
        """Read the amounts in the line's other currency, each with its rate and day."""
        code = self._read(Column.CURRENCY, _currency)
        return {
            amount: (
                self._read(at.foreign, lambda text: _foreign(text, code)),
                self._read(at.rate, _rate),
                self._read(at.rate_on, _day),
            )
            for amount, at in RECKONED.items()
        }


def _stated_in(others: Mapping[Amount, Other]) -> dict[str, Any]:
    """Return what was read of other currencies by the names of a plan."""
    return {
        column.value: value
        for amount, at in RECKONED.items()
        for column, value in zip((at.foreign, at.rate, at.rate_on), others[amount], strict=True)
    }


def _numbered(text: str) -> tuple[int | None, str]:
    """Return the number and the folded name of a 節: 7, 報償費, 7 報償費, 第7節."""
    found = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        return None, fold(text)
    return int(found["number"]), fold(found["name"])


def _content(text: str) -> str:
    if not text:
        raise DomainError(message("budgets.error.no_content"))
    return _short(text)


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise DomainError(message("budgets.error.too_long", most=_LONGEST))
    return text


def _payer(text: str) -> Payer:
    wanted = fold(text)
    if not wanted:
        return Payer.CITY
    for payer in Payer:
        words = (*_PAYER_WORDS[payer], *(translate(label(payer), each) for each in Language))
        if wanted in {fold(word) for word in words}:
            return payer
    raise DomainError(message("budgets.error.payer_unknown", text=text))


def _yen(text: str) -> int | None:
    return parse_money(text).minor if text else None


def _currency(text: str) -> str:
    return ensure_currency(text) if text else ""


def _foreign(text: str, code: str | None) -> Money | None:
    if not text:
        return None
    if not code:
        raise DomainError(message("budgets.error.no_currency"))
    return parse_money(text, code)


def _rate(text: str) -> Decimal | None:
    return parse_decimal(text) if text else None


def _day(text: str) -> date | None:
    if not text:
        return None
    found = parse_partial(text)
    if found.precision is not Precision.DAY:
        raise DomainError(message("budgets.error.day_unreadable", text=text))
    return found.to_date()
