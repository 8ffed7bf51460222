"""Names that nobody bears: samples, with a number."""

from functools import cache
from typing import Final

from exchange.core.database import Name

_FAMILIES: Final = (
    ("見本", "みほん", "Mihon"),
    ("例田", "れいだ", "Reida"),
    ("試山", "ためしやま", "Tameshiyama"),
    ("仮川", "かりかわ", "Karikawa"),
    ("型谷", "かたたに", "Katatani"),
    ("模原", "もはら", "Mohara"),
    ("空井", "からい", "Karai"),
    ("雛野", "ひなの", "Hinano"),
)
_GIVEN: Final = (
    ("太郎", "たろう", "Taro"),
    ("花子", "はなこ", "Hanako"),
    ("一", "はじめ", "Hajime"),
    ("二葉", "ふたば", "Futaba"),
    ("三郎", "さぶろう", "Saburo"),
    ("四季", "しき", "Shiki"),
    ("五月", "さつき", "Satsuki"),
)


def fictional(number: int) -> Name:
    """Return the name of the person of a number."""
    family = _FAMILIES[number % len(_FAMILIES)]
    given = _GIVEN[number % len(_GIVEN)]
    return Name(f"{family[0]}", f"{given[0]}{number}", family[1], given[1], family[2], given[2])


def name_columns(name: Name) -> dict[str, object]:
    """Return the columns of a name, as `PersonName.rename` sets them."""
    return {
        "family_name": name.family,
        "given_name": name.given,
        "family_kana": name.family_kana,
        "given_kana": name.given_kana,
        "family_romaji": name.family_romaji,
        "given_romaji": name.given_romaji,
        "native_name": "",
        "passport_name": "",
        "honorifics": {},
        "search_key": name.search_key,
        "sort_key": _sort_key(name.kana),
    }


@cache
def _sort_key(kana: str) -> str:
    return Name("", family_kana=kana).sort_key
