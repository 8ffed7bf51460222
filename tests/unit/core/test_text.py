import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.text import clean_line, clean_reading, fold, is_kana, normalise_kana, sort_key

names = st.text(
    st.characters(categories=["Lu", "Ll", "Lo", "Zs", "Pd"], max_codepoint=0x9FFF)
    | st.sampled_from("髙﨑邉𠮷ーゝヽ・ｶﾞﾊﾟ\U000e0100")
)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("宮嵜", "宮崎"),
        ("內田", "内田"),
        ("価値", "価值"),
        ("強", "强"),
        ("戸田", "戶田"),
        ("様", "樣"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("𠮷田", "吉田"),
        ("濵﨑", "浜崎"),
        ("齋藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("臺灣", "台湾"),
        ("苏州", "蘇州"),
        ("葛\U000e0100城", "葛城"),
        ("辻\ufe00", "辻"),
        ("\ufa19谷", "神谷"),
        ("ミホン ハナコ", "みほんはなこ"),
        ("ﾐﾎﾝ ﾊﾅｺ", "みほんはなこ"),
        ("見本　花子", "見本花子"),
        ("ｶﾞｯｺｳ", "ガッコウ"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("霞ヶ関", "霞ケ関"),
        ("エクサン・プロヴァンス", "エクサンプロヴァンス"),
        ("エクサン･プロヴァンス", "エクサン プロヴァンス"),
        ("Aix-en-Provence", "aix en provence"),
        ("Ｋｕｍａｍｏｔｏ", "kumamoto"),
        ("Würzner", "wurzner"),
        ("Wu\u0308rzner", "WURZNER"),
        ("Straße", "STRASSE"),
        ("L’Aquila", "L'Aquila"),
        ("İzmir", "izmir"),
    ],
)
def test_names_fold_to_the_same_whatever_their_spelling(written: str, searched: str) -> None:
    assert fold(written) == fold(searched)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("はし", "ばし"),
        ("おの", "おーの"),
        ("やまさき", "やまざき"),
        ("高橋", "高木"),
        ("울산", "올산"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folded_name_is_plain_hiragana_and_new_forms() -> None:
    assert fold("髙﨑　ﾀﾛｳ") == "高崎たろう"


@given(names)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    "ordered",
    [
        ["あおき", "イトウ", "うえだ", "エトウ", "おおの"],
        ["かき", "かぎ", "がき", "かく"],
        ["はし", "ばし", "ぱし", "はす"],
        ["きよ", "きょう", "きよえ"],
        ["カア", "カード", "かい"],
        ["おおた", "オータニ", "おおつ"],
        ["ささき", "さゝきた", "ささの"],
        ["いすず", "いすゞか", "いすぬ"],
        ["みほ んな", "みほん あ", "みほん はなこ"],
        ["みほ", "みほ あい", "みほん"],
        ["エクサン", "エクサン・プロヴァンス", "エクサンル"],
        ["Aix", "heidelberg", "Würzburg", "Wuzhou"],
        ["울산", "울주"],
    ],
)
def test_sort_keys_put_readings_in_the_order_of_the_kana(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=sort_key) == ordered


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ガッコウ", "かつこう\tガッコウ"),
        ("ｶﾞｯｺｳ", "かつこう\tｶﾞｯｺｳ"),
        ("ローマ", "ろおま\tローマ"),
        ("ヴィータ", "ういいた\tヴィータ"),
        ("サンアントニオー", "さんあんとにおお\tサンアントニオー"),
        ("見本　 花子 ", "見本 花子\t見本 花子"),
        ("葛\U000e0100", "葛\t葛\U000e0100"),
        ("ー", "ー\tー"),
        ("ゝ", "ゝ\tゝ"),
        ("Ülm", "ulm\tÜlm"),
        ("", "\t"),
    ],
)
def test_sort_key_is_the_bare_reading_then_the_text(text: str, key: str) -> None:
    assert sort_key(text) == key


@given(names, names)
def test_only_the_same_text_has_the_same_sort_key(one: str, other: str) -> None:
    same = one.split() == other.split()
    assert (sort_key(one) == sort_key(other)) is same


@given(names, names)
def test_sort_keys_order_alike_as_characters_and_as_bytes(one: str, other: str) -> None:
    a, b = sort_key(one), sort_key(other)
    assert (a < b) is (a.encode() < b.encode())


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ﾐﾎﾝ ﾊﾅｺ", "ミホン ハナコ"),
        ("ｶﾞｯｺｳ", "ガッコウ"),
        ("ﾊﾟﾘ", "パリ"),
        ("カﾞ", "ガ"),
        ("ﾛｰﾏ", "ローマ"),
        ("｢ﾐﾎﾝ｣", "「ミホン」"),
        ("髙﨑", "髙﨑"),
        ("\ufa19", "\ufa19"),
        ("ＡＢＣ１２３", "ＡＢＣ１２３"),
        ("みほん", "みほん"),
    ],
)
def test_half_width_kana_is_widened_and_nothing_else(typed: str, written: str) -> None:
    assert normalise_kana(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("みほん", "みほん"),
        ("ミホン", "ミホン"),
        ("ﾐﾎﾝ", "ミホン"),
        ("みホン", "みほん"),
        ("みﾎﾝ", "みほん"),
        ("ヴぁいス", "ゔぁいす"),
        ("ロマーナ・ミホン", "ロマーナ・ミホン"),
        ("髙橋", "髙橋"),
    ],
)
def test_a_reading_is_written_in_one_script(typed: str, written: str) -> None:
    assert clean_reading(typed) == written


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  見本 花子　", "見本 花子"),
        ("見本　花子", "見本　花子"),
        ("見本\n花子\t", "見本 花子"),
        ("見\x00本\x07", "見本"),
        ("\ufeff見本\u200b", "見本"),
        ("見本\u202e花子\u202c", "見本花子"),
        ("見本\u00a0花子", "見本 花子"),
        ("見\ud800本", "見本"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_cleaned_line_holds_no_outer_spaces_and_nothing_invisible(typed: str, cleaned: str) -> None:
    assert clean_line(typed) == cleaned


@given(st.text())
def test_cleaned_line_holds_no_control_character(text: str) -> None:
    categories = {unicodedata.category(char) for char in clean_line(text)}
    assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("みほん", True),
        ("ミホン・ハナコ", True),
        ("ヴュルツナー　エッカート", True),
        ("こゝろ", True),
        ("見本", False),
        ("Mihon", False),
        ("ﾐﾎﾝ", False),
        ("みほん1", False),
        ("", False),
    ],
)
def test_a_reading_is_written_in_kana(text: str, kana: bool) -> None:
    assert is_kana(text) is kana


def test_a_latin_letter_is_found_without_its_accents_wherever_it_stands_in_unicode() -> None:
    letters = (chr(code) for code in range(0x80, sys.maxunicode + 1))
    accented = {
        letter: base.casefold()
        for letter in letters
        if (base := unicodedata.normalize("NFD", letter)[0]).isascii() and base.isalpha()
    }
    assert {letter: fold(letter) for letter in accented} == accented
    assert len(accented) > 400
