"""Single cells of a roster: read as people write them, with what was put right on the way."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.core.reading import whole
from exchange.core.text import clean_reading, fold, is_kana
from exchange.documents.lists.cells import plain
from exchange.documents.sheet_files import Cell, text_of
from exchange.youth.enums import Relationship, SchoolLevel
from exchange.youth.enums.waiting import Gender

#: Day 0 of a workbook's calendar, and the serials taken for a birth date: 1954 to 2064.
_DAY_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 60_000)
_DIGITS: Final = re.compile(r"[0-9]+(?:\.0)?")
_NUMERALS: Final = {kanji: at for at, kanji in enumerate("一二三四五六七八九", 1)}
_GRADE: Final = re.compile(
    r"(?:(?P<level>小|中|高)(?:学校|等学校|学|校|等)?)?第?(?P<grade>[1-9一二三四五六七八九])"
    r"(?:(?:年生|学年|年)(?:(?P<class>[^-/]{1,20}?)組?)?|[-/](?P<class2>[^-/]{1,20}?)組?)?"
)
_LEVELS: Final = {
    "小": SchoolLevel.ELEMENTARY,
    "中": SchoolLevel.JUNIOR_HIGH,
    "高": SchoolLevel.HIGH,
}
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
#: One address and nothing more: a list of them would send a pupil's link to each.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_PHONE: Final = re.compile(r"[0-9+()\-/. ]{6,}")
#: Digits of a Japanese number whose zero Excel ate.
_WITHOUT_ZERO: Final = (9, 10)
_RELATIONS: Final[Mapping[Relationship, re.Pattern[str]]] = {
    Relationship.GRANDPARENT: re.compile("祖|じじ|ばば|おじいさん|おばあさん|grand"),
    Relationship.MOTHER: re.compile("母|はは|まま|mother|mom|mum"),
    Relationship.FATHER: re.compile("父|ちち|ぱぱ|father|dad"),
}
_GENDERS: Final[Mapping[str, Gender]] = {
    fold(word): gender
    for gender, words in (
        (Gender.MALE, "男 男子 男性 男児 男の子 男子生徒 おとこ m male boy"),
        (Gender.FEMALE, "女 女子 女性 女児 女の子 女子生徒 おんな f female girl"),
        (Gender.UNDISCLOSED, "回答しない 答えない 無回答 未回答 回答なし undisclosed"),
    )
    for word in words.split()
}
#: Neither of the two: seats are not counted for it, and no more is kept of it.
_OTHER_GENDERS: Final = frozenset(map(fold, ("その他", "other", "x", "どちらでもない")))


def read_kana(text: str) -> str:
    """Return a reading in full width, in one script; raises DomainError for what is no kana."""
    written = clean_reading(text)
    if not is_kana(written):
        raise DomainError(message("youth.roster.problem.kana", text=text))
    return written


def read_birth_date(cell: Cell) -> tuple[date, Message | None]:
    """Read a day however it is written, a workbook's serial number too; raises DomainError."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell, None
    text = unicodedata.normalize("NFKC", plain(cell))
    if _DIGITS.fullmatch(text):
        text = text.removesuffix(".0")
        if (number := whole(text) or 0) in _SERIALS:
            day = _DAY_ZERO + timedelta(days=number)
            return day, message("youth.roster.note.serial", text=text, day=day)
    return parse_birth_date(text), None


def read_grade(cell: Cell, level: SchoolLevel) -> tuple[int, str]:
    """Return the year and, where it stands beside it (2年1組), the class; raises DomainError."""
    if isinstance(cell, date):  # Excel takes 2-1 for the first of February
        raise DomainError(message("youth.roster.problem.grade_date", text=text_of(cell)))
    typed = plain(cell)
    text = "".join(unicodedata.normalize("NFKC", typed).translate(_DASHES).split())
    found = _GRADE.fullmatch(text)
    if found is None:
        raise DomainError(message("youth.roster.problem.grade", text=typed))
    said = _LEVELS.get(found["level"] or "")
    if said is not None and level is not SchoolLevel.OTHER and said is not level:
        sentence = message("youth.roster.problem.level", text=typed, level=label(level))
        raise DomainError(sentence)
    digit = found["grade"]
    return _NUMERALS.get(digit) or int(digit), found["class"] or found["class2"] or ""


def read_relationship(text: str) -> Relationship:
    """Tell what the guardian is to the pupil; whatever else is said is another."""
    folded = fold(text)
    for relationship, words in _RELATIONS.items():
        if words.search(folded):
            return relationship
    return Relationship.OTHER


def read_gender(text: str) -> tuple[Gender, Message | None]:
    """Return what a pupil answered; raises DomainError for what is no answer."""
    folded = fold(text)
    if folded in _OTHER_GENDERS:
        return Gender.UNDISCLOSED, message("youth.roster.note.gender_other", text=text)
    found = _GENDERS.get(folded)
    if found is None:
        raise DomainError(message("youth.roster.problem.gender", text=text))
    return found, None


def read_mail(text: str) -> str:
    """Return one address in half width; raises DomainError for none, and for several."""
    address = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not _ADDRESS.fullmatch(address):
        raise DomainError(message("youth.roster.problem.mail", text=text))
    return address


def read_phone(text: str) -> tuple[str, Message | None]:
    """Return a number with its zero, put back where Excel ate it; raises DomainError."""
    number = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if not _PHONE.fullmatch(number):
        raise DomainError(message("youth.roster.problem.phone", text=text))
    if number.isdigit() and number[0] != "0" and len(number) in _WITHOUT_ZERO:
        return f"0{number}", message("youth.roster.note.zero", text=f"0{number}")
    return number, None
