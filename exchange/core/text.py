"""Folding of names for search, keys for their order, and cleaning of what was typed.

What was typed is kept as it is (髙 stays 髙); folded forms and keys are derived beside it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Groups of characters that stand for one another in names of people and places; the first is what
#: all fold to: old and new forms, variants met in family registers, traditional and simplified
#: characters of the partners' names. 斎 and 斉 are two characters, as are 崎 and 碕, but people
#: write one for the other: a search may find too much, never too little.
_VARIANTS: Final = """
    高髙 崎﨑嵜碕 内內 値值 強强 戸戶 様樣 辺邊邉 浜濱濵 斉斎齊齋 沢澤泽
    桜櫻 広廣广 国國囯 円圓 学學 寛寬 恵惠 徳德 瀬瀨 滝瀧 竜龍龙 真眞
    顕顯 栄榮 会會 来來 蔵藏 豊豐 弥彌 礼禮 島嶋嶌 吉𠮷 土圡 峰峯 曽曾
    富冨 桧檜 淵渕渊 柳栁桺 青靑 清淸 黄黃 歩步 万萬 与與 亜亞 児兒 条條
    槙槇 横橫 稲稻 穂穗 芦蘆 芸藝 荘莊 園薗 鉄鐵 関關关 館舘 塩鹽 巌巖
    実實 将將 壮壯 尭堯 暁曉 総總 縁緣 緑綠 静靜 遥遙 鴎鷗 鶏鷄雞 薫薰
    郷鄕 台臺 湾灣 県縣县 区區 観觀 蘇苏 東东
"""

_CANONICAL: Final = {
    ord(form): group[0] for group in _VARIANTS.split() for form in group[1:]
} | str.maketrans("ゕゖ", "かけ")

_SELECTORS_AND_DOTS: Final = r"\ufe00-\ufe0f\U000e0100-\U000e01ef·・•‧"
_BETWEEN: Final = re.compile(f"[{_SELECTORS_AND_DOTS}]+")
#: Names are written with and without these: spaces, variation selectors, middle dots, hyphens,
#: apostrophes, loose accents. The long mark ー is no hyphen.
_SKIPPED: Final = re.compile(rf"[\s{_SELECTORS_AND_DOTS}\-‐‑‒–—―'’‘\u0300-\u036f]+")
_KATAKANA: Final = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
#: Half-width kana, with a full-width one before them whose voiced mark is half-width.
_HALF_WIDTH: Final = re.compile("[ぁ-ゖゝァ-ヶヽ]?[｡-ﾟ]+")

#: Hiragana, katakana, long and repeat marks, and what divides names from one another.
_READING: Final = re.compile(r"[ぁ-ゖゝゞァ-ヺー-ヾ・\s]+")

_HIRAGANA: Final = re.compile("[ぁ-ゖゝ]")

_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWELS: Final = {
    kana: row[0]
    for row in (
        "あかさたなはまやらわ",
        "いきしちにひみりゐ",
        "うくすつぬふむゆる",
        "えけせてねへめれゑ",
        "おこそとのほもよろを",
    )
    for kana in row
}
_LONG_MARK: Final = "ー"
_REPEAT_MARK: Final = "ゝ"

#: Stands between a sort key and its tie-break; lower than anything a clean line holds.
_TIE: Final = "\t"

#: Zero-width joiner and non-joiner: scripts and emoji need them.
_KEPT_FORMATS: Final = "\u200c\u200d"


#: Both at once: hiragana for katakana, then the first of each group.
_FOLDED: Final = {
    code: chr(code).translate(_KATAKANA).translate(_CANONICAL)
    for code in _KATAKANA.keys() | _CANONICAL.keys()
}
#: Letters that are Latin ones with accents; none stands beyond U+226F.
_LETTERS: Final = {
    code: base
    for code in range(0xC0, 0x2270)
    if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii()
}


def fold(text: str) -> str:
    """Return the form under which a name is searched; equal for all its usual spellings.

    Case, width, kana script, accents, variant characters, spaces and middle dots do not matter;
    voiced marks and long marks do.
    """
    plain = _plain(text)
    if plain.isascii():
        return _SKIPPED.sub("", plain)
    return _SKIPPED.sub("", plain.translate(_LETTERS)).translate(_FOLDED)


def sort_key(text: str) -> str:
    """Return a key whose code point order is 五十音 order; give it the reading, not the kanji.

    Voiced marks and small kana are folded, a long mark counts as its vowel, a repeat mark as what
    it repeats; words are compared one by one; the text itself breaks ties.
    """
    original = " ".join(text.split())
    spoken: list[str] = []
    for char in _BETWEEN.sub("", _plain(original)).translate(_KATAKANA):
        kana = _base(char).translate(_SMALL)
        spoken.append(_spoken(kana, before=spoken[-1] if spoken else ""))
    return "".join(spoken) + _TIE + original


def normalise_kana(text: str) -> str:
    """Write half-width kana in full width and leave everything else as typed."""
    if text.isascii():
        return text
    return _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def clean_reading(text: str) -> str:
    """Write a reading in full width; one that mixes both scripts of kana becomes hiragana.

    A reading in one script stays in it: a name from abroad is read in katakana.
    """
    wide = normalise_kana(text)
    return wide.translate(_KATAKANA) if _HIRAGANA.search(wide) else wide


def is_kana(text: str) -> bool:
    """Say whether a reading is written in full-width kana; spaces and middle dots may divide it."""
    return _READING.fullmatch(text) is not None


def clean_line(text: str) -> str:
    """Return one line without outer spaces, control characters or invisible formatting.

    Breaks and tabs become spaces; variation selectors and joiners stay, for they carry meaning.
    """
    if text.isprintable():  # holds no space but the plain one, and nothing hidden
        return text.strip()
    spaced = "".join(" " if char.isspace() and char != "\u3000" else char for char in text)
    return "".join(char for char in spaced if not _is_hidden(char)).strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    """Return a Latin letter without its accent, a kana without its voiced mark, others as is."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() or "ぁ" <= base <= "ゞ" else char


def _spoken(kana: str, *, before: str) -> str:
    if kana == _LONG_MARK:
        return _VOWELS.get(before, kana)
    return before or kana if kana == _REPEAT_MARK else kana


def _is_hidden(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Cc", "Cs") or (category == "Cf" and char not in _KEPT_FORMATS)
