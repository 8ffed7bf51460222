"""Languages as people write them in a list, as codes that mean the same in every list."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from babel import Locale

from exchange.core.text import clean_line, fold

_BETWEEN: Final = re.compile(r"[、,，;；/／・&＆\n\t]+")
#: How well, and asides: 英語（少し）.
_ASIDE: Final = re.compile(r"[(（\[［].*?[)）\]］]")
#: In which languages a list names languages.
_WRITTEN_IN: Final = ("zh_Hant", "en", "ja")
#: What lists say and the library does not; Chinese is one language to a family at table.
_SPOKEN: Final = {
    "英": "en",
    "独語": "de",
    "仏語": "fr",
    "中国語": "zh",
    "華語": "zh",
    "國語": "zh",
    "中文": "zh",
    "台湾華語": "zh",
    "北京語": "zh",
    "mandarin": "zh",
    "日語": "ja",
    "韓語": "ko",
    "英文": "en",
    "日文": "ja",
    "德文": "de",
    "法文": "fr",
    "deutsch": "de",
    "français": "fr",
    "español": "es",
    "한국어": "ko",
    "日本語": "ja",
}


def words_of(text: str) -> list[str]:
    """Return the words of a list in one cell, each once, in their order."""
    parts = (clean_line(part).strip("　 。.") for part in _BETWEEN.split(_ASIDE.sub("", text)))
    return list(dict.fromkeys(part for part in parts if part))


def languages_of(text: str) -> list[str]:
    """Return BCP 47 codes of the languages named, and what is no known language as it stands."""
    known = _codes()
    found = (part for word in words_of(text) for part in _apart(word, known))
    return list(dict.fromkeys(known.get(fold(part), part) for part in found))


def language_name(code: str, language: str) -> str:
    """Return a language's name in another; what is no code stays as it is."""
    names = Locale.parse(language.replace("-", "_")).languages
    return str(names.get(code, code))


def _apart(word: str, known: Mapping[str, str]) -> Sequence[str]:
    """Take words with nothing but a space between them apart where one of them is a language."""
    parts = word.split()
    whole = fold(word) in known or not any(fold(part) in known for part in parts)
    return [word] if whole else parts


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for written in _WRITTEN_IN:
        for code, name in Locale.parse(written).languages.items():
            found[fold(name)] = code.replace("_", "-")
    return found | {fold(name): code for name, code in _SPOKEN.items()}
