"""A reading in the Hepburn spelling of passports: a suggestion, for the passport decides."""

import re
from collections.abc import Mapping
from typing import Final

_ROWS: Final = {
    "": "あいうえお",
    "K": "かきくけこ",
    "S": "さしすせそ",
    "T": "たちつてと",
    "N": "なにぬねの",
    "H": "はひふへほ",
    "M": "まみむめも",
    "R": "らりるれろ",
    "G": "がぎぐげご",
    "Z": "ざじずぜぞ",
    "D": "だぢづでど",
    "B": "ばびぶべぼ",
    "P": "ぱぴぷぺぽ",
}
_EXCEPTIONS: Final = {
    "し": "SHI",
    "ち": "CHI",
    "つ": "TSU",
    "ふ": "FU",
    "じ": "JI",
    "ぢ": "JI",
    "づ": "ZU",
    "や": "YA",
    "ゆ": "YU",
    "よ": "YO",
    "わ": "WA",
    "ゐ": "I",
    "ゑ": "E",
    "を": "O",
    "ん": "N",
    "ゔ": "BU",
    "ー": "",
}
_SYLLABLES: Final[Mapping[str, str]] = {
    **{
        kana: head + vowel
        for head, row in _ROWS.items()
        for kana, vowel in zip(row, "AIUEO", strict=True)
    },
    **_EXCEPTIONS,
}
_SMALL: Final = {"ゃ": "A", "ゅ": "U", "ょ": "O"}
_FIRST_HIRAGANA, _FIRST_KATAKANA, _LAST_KATAKANA = "ぁ", "ァ", "ヴ"


def suggest(kana: str) -> str:
    """Return a reading in capitals without long vowels: おおの ONO, ほんま HOMMA, はった HATTA."""
    spelt = ""
    for letter in map(_hiragana, kana):
        if letter in _SMALL and spelt:
            spelt = _contracted(spelt, _SMALL[letter])
        elif letter == "っ":
            spelt += "*"
        else:
            spelt += _SYLLABLES.get(letter, " " if letter.isspace() else "")
    spelt = re.sub(r"\*(CH)", r"T\1", spelt)
    spelt = re.sub(r"\*([A-Z])", r"\1\1", spelt).replace("*", "")
    spelt = re.sub(r"N(?=[BMP])", "M", spelt)
    return re.sub(r"O[OU](?!$)|O[U]$|UU", lambda found: found[0][0], spelt)


def _contracted(spelt: str, vowel: str) -> str:
    """Join a small ya, yu or yo to the syllable before it: きよ KIYO, きょ KYO, しょ SHO."""
    head = spelt[:-1]
    return head + vowel if head.endswith(("SH", "CH", "J")) else f"{head}Y{vowel}"


def _hiragana(letter: str) -> str:
    if _FIRST_KATAKANA <= letter <= _LAST_KATAKANA:
        return chr(ord(letter) - ord(_FIRST_KATAKANA) + ord(_FIRST_HIRAGANA))
    return letter
