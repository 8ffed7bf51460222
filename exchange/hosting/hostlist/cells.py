"""One cell of a host list as what it means: members, animals, smoke, days, numbers."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import clean_line
from exchange.hosting.enums import AgeBand, Animal, Preference, Smoking
from exchange.hosting.hostlist.families import MemberDetails
from exchange.hosting.rules.languages import words_of

_SEGMENTS: Final = re.compile(r"[、,，;；\n/／]+")
_AGE: Final = re.compile(r"(?P<age>[0-9]{1,3})\s*(?P<unit>歳|才|代)?")
_MARKS: Final = re.compile(r"(?:[()（）\[\]［］:：・〜～~\s]|以上)+")
_ADULT_WORDS: Final = (
    *("祖父", "祖母", "世帯主", "本人", "代表者", "義父", "義母", "連絡先"),
    *("父", "母", "夫", "妻", "伯父", "叔父", "伯母", "叔母"),
)
_CHILD_WORDS: Final = (
    *("長男", "次男", "二男", "三男", "長女", "次女", "二女", "三女", "息子", "娘"),
    *("兄", "弟", "姉", "妹", "孫", "子"),
)
#: Bands by the last age in them.
_BANDS: Final = (
    (6, AgeBand.SMALL),
    (12, AgeBand.CHILD),
    (17, AgeBand.TEEN),
    (29, AgeBand.YOUNG),
    (64, AgeBand.MIDDLE),
)
_NOTHING: Final = frozenset(
    {"なし", "無", "無し", "いない", "いません", "×", "no", "none", "ない", "0"}
)
_ANIMALS: Final = (
    (Animal.DOG, ("犬", "イヌ", "いぬ", "dog")),
    (Animal.CAT, ("猫", "ネコ", "ねこ", "cat")),
)
_NO_SMOKE: Final = ("なし", "無", "禁煙", "吸わない", "しない", "いない", "×", "no", "none")
_SMOKE_OUTSIDE: Final = ("外", "ベランダ", "庭", "outside")
_ANY_TIME: Final = frozenset({"", "いつでも", "全日", "全日程", "全期間", "可", "可能", "○", "ok"})
_DAY: Final = re.compile(
    r"(?:(?P<year>[0-9]{4})[-/.年])?(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
)
_MONTHS: Final = 12
_LAST_DAY: Final = re.compile(r"[~〜～\-–](?P<day>[0-9]{1,2})日?$")


def members_of(text: str) -> tuple[MemberDetails, ...]:
    """Read 父 太郎（45）、長女 花子（14）, or 見本太郎（父・40代）, in any such order."""
    return tuple(_members(text))


def _members(text: str) -> Iterator[MemberDetails]:
    for segment in _SEGMENTS.split(unicodedata.normalize("NFKC", text)):
        found = _AGE.search(segment)
        bare = clean_line(_MARKS.sub(" ", _AGE.sub(" ", segment)))
        if not bare:
            continue
        relation = _relation(bare)
        name = clean_line(bare.replace(relation, " ", 1)) if relation else bare
        age = _band(int(found["age"])) if found else _band_of(relation)
        yield MemberDetails(" ".join(name.split()) or relation, relation, age)


def _relation(text: str) -> str:
    """Return the word of kinship that stands alone, or at the beginning of what is written."""
    words = text.split()
    for word in (*_ADULT_WORDS, *_CHILD_WORDS):
        if word in words:
            return word
    longer = (*_ADULT_WORDS[:8], *_CHILD_WORDS[:10])
    return next((word for word in longer if text.startswith(word)), "")


def _band(age: int) -> AgeBand:
    return next((band for last, band in _BANDS if age <= last), AgeBand.SENIOR)


def _band_of(relation: str) -> AgeBand:
    return AgeBand.ADULT if relation in _ADULT_WORDS else AgeBand.MINOR


def animals_of(text: str) -> tuple[Animal, ...] | None:
    """Return which animals there are; None where the cell is empty: nobody asked."""
    words = words_of(unicodedata.normalize("NFKC", text))
    if not words:
        return None
    found = (_animal(word) for word in words if word.casefold() not in _NOTHING)
    return tuple(dict.fromkeys(found))


def _animal(word: str) -> Animal:
    plain = word.casefold()
    return next(
        (animal for animal, names in _ANIMALS if any(name in plain for name in names)),
        Animal.OTHER,
    )


def smoking_of(text: str) -> Smoking:
    """Say where somebody smokes; unknown where the cell is empty."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain:
        return Smoking.UNKNOWN
    if any(word in plain for word in _SMOKE_OUTSIDE):
        return Smoking.OUTSIDE
    return Smoking.NONE if any(word in plain for word in _NO_SMOKE) else Smoking.INSIDE


def preference_of(text: str) -> Preference:
    """Say whom the family can give a room."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    female, male = "女" in plain or "female" in plain, "男" in plain or plain == "male"
    if female == male:
        return Preference.ANY
    return Preference.FEMALE if female else Preference.MALE


def places_of(text: str) -> int:
    """Return how many guests there is room for; one where nothing is said."""
    found = re.search(r"[0-9]{1,2}", unicodedata.normalize("NFKC", text))
    return max(1, int(found[0])) if found else 1


def phone_of(text: str) -> str:
    """Return a phone number with the zero that a spreadsheet took for nothing."""
    plain = unicodedata.normalize("NFKC", text)
    return f"0{plain}" if re.fullmatch(r"[1-9][0-9]{8,9}", plain) else text


def free_of(text: str, *, near: date) -> tuple[date, date] | None:
    """Read 8/1～8/10, 8月1日～10日 or 2027-08-01~2027-08-10; None: any time.

    A year that is not written is the one in which the day lies nearest to `near`.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain.casefold() in _ANY_TIME:
        return None
    found = [_date(each, near) for each in _DAY.finditer(plain)]
    if len(found) == 1 and (last := _LAST_DAY.search(plain)) and not _DAY.search(last[0]):
        found.append(_exact(found[0].year, found[0].month, int(last["day"])))
    if len(found) == 1:
        return found[0], found[0]
    if len(found) != len(("first", "last")) or found[1] < found[0]:
        raise DomainError(message("hosting.error.free_unreadable", text=text))
    return found[0], found[1]


def _date(found: re.Match[str], near: date) -> date:
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return _exact(int(found["year"]), month, day)
    years = (near.year - 1, near.year, near.year + 1)
    real = [date(year, month, day) for year in years if _is_day(year, month, day)]
    if not real:
        return _exact(near.year, month, day)
    return min(real, key=lambda each: abs(each - near))


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]


def _exact(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        text = f"{year}-{month}-{day}"
        raise DomainError(message("hosting.error.free_unreadable", text=text)) from error
