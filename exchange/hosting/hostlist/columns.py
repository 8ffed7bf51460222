"""Rows and columns of a host list as an office pastes it from its spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.hosting.enums import Column

MOST_ROWS: Final = 300
#: Titles and notes may stand above the line that names the columns.
_HEADER_WITHIN: Final = 20
_NAMED_AT_LEAST: Final = 2

#: What a column's heading holds, the more particular first: 氏名（カナ） is a reading.
_HEADINGS: Final[Mapping[Column, tuple[str, ...]]] = {
    Column.KANA: ("ふりがな", "フリガナ", "カナ", "よみ", "kana", "reading"),
    Column.MAIL: ("メール", "mail", "eメール"),
    Column.PHONE: ("電話", "携帯", "連絡先", "tel", "phone"),
    Column.ADDRESS: ("住所", "所在地", "address"),
    Column.LANGUAGES: ("言語", "語学", "外国語", "language"),
    Column.HOBBIES: ("趣味", "特技", "hobb", "interest"),
    Column.PETS: ("ペット", "動物", "pet"),
    Column.SMOKING: ("喫煙", "たばこ", "タバコ", "smok"),
    Column.MEALS: ("食事", "食べ物", "meal", "food"),
    Column.PREFERENCE: ("性別", "男女", "sex", "gender"),
    Column.PLACES: ("人数", "定員", "何人", "places", "capacity"),
    Column.AVAILABLE: ("期間", "日程", "可能日", "受入日", "dates", "available"),
    Column.NOTES: ("備考", "特記", "その他", "アレルギー", "note", "remark"),
    Column.MEMBERS: ("家族構成", "同居", "構成員", "家族の", "members"),
    Column.NAME: ("氏名", "名前", "家族名", "代表者", "世帯主", "ファミリー", "name"),
}


def header_of(rows: Sequence[Sequence[str]]) -> int:
    """Return the place of the line that names the columns; raises DomainError without one."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        named = guess(row)
        if Column.NAME in named.values() and len(named) >= _NAMED_AT_LEAST:
            return place
    raise DomainError(message("hosting.error.no_header"), field="text")


def guess(header: Sequence[str]) -> dict[int, Column]:
    """Return what each column holds by its heading; one whose heading says nothing is left out."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(header):
        column = _column_of(heading)
        if column is not None and column not in found.values():
            found[place] = column
    return found


def _column_of(heading: str) -> Column | None:
    plain = fold(heading)
    if not plain:
        return None
    if plain == fold("家族"):
        return Column.MEMBERS
    return next(
        (
            column
            for column, words in _HEADINGS.items()
            if any(fold(word) in plain for word in words)
        ),
        None,
    )
