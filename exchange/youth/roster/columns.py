"""What the column of a roster is, told from its heading as Japanese offices write it."""

import re
from typing import Final

from exchange.documents.lists.columns import Vocabulary, heading_key
from exchange.youth.enums.rosters import GuardedColumn, RosterField

#: What a heading can stand for: taken over, never stored, or None, which is not read.
Meaning = RosterField | GuardedColumn | None

_F, _G = RosterField, GuardedColumn
#: Asked of the guardian after selection, or never at all; looked for first. Headings are folded:
#: katakana is hiragana there.
_GUARDED: Final = (
    (_G.MY_NUMBER, re.compile("まいなんば|個人番号|mynumber")),
    (_G.PASSPORT, re.compile("旅券|ぱすぽ|passport|査証|びざ|visa")),
    (_G.DIET, re.compile("食事|食物|食品|給食|食べられ|菜食|宗教|はらる|べじ|diet|meal|halal")),
    (
        _G.HEALTH,
        re.compile(
            "あれるぎ|健康|既往|持病|病歴|病気|服薬|薬|障害|障がい|発達|血液|医療|診断|体調|身長|"
            "体重|配慮|allerg|health|medic|illness"
        ),
    ),
)

#: Names of something else, though they hold the words below.
_OTHERS: Final = re.compile(
    "学校名|校名|担任|校長|教頭|事業|部活|担当|school|teacher|直すところ|toput"
)
#: The column of a sheet that came back: the row in the file that was sent, in the languages of the
#: pages.
_ROW_SENT: Final = frozenset(map(heading_key, ("元の行", "Row in the file sent", "原檔案列號")))
_GUARDIAN: Final = re.compile("保護者|親権者|父母|続柄|続き柄|間柄|guardian|parent|relation")
_CHILD: Final = re.compile("本人|生徒|児童|学生|student|pupil|child")

_KANA: Final = re.compile("ふりがな|ふりかな|かな|よみ|読み|kana|reading")
_ROMAJI: Final = re.compile("ろーま字|ろーまじ|ろま字|あるふぁべっと|英字|英語|ろーま|roma|latin")
#: What a name column may be called besides its part.
_WHOLE: Final = re.compile(
    "生徒名|児童名|学生名|参加者名|応募者名|氏名|名前|なまえ|姓名|生徒|児童|学生|本人|参加者|応募者|"
    "対象者|漢字|student|pupil|full"
)
_FAMILY: Final = re.compile("姓|氏|苗字|名字|みょうじ|せい|family|last|surname")
_GIVEN: Final = re.compile("名|めい|given|first")

_NAMES: Final = {
    "": (_F.FULL_NAME, _F.FAMILY_NAME, _F.GIVEN_NAME),
    "kana": (_F.FULL_KANA, _F.FAMILY_KANA, _F.GIVEN_KANA),
    "romaji": (_F.FULL_ROMAJI, _F.FAMILY_ROMAJI, _F.GIVEN_ROMAJI),
}
_NAME_WORDS: Final = re.compile(
    "名前|なまえ|氏名|姓|名字|苗字|生徒名|児童名|学生名|参加者|応募者|name"
)
_EXACT: Final = {
    "氏": _F.FAMILY_NAME,
    "名": _F.GIVEN_NAME,
    "せい": _F.FAMILY_KANA,
    "めい": _F.GIVEN_KANA,
    "組": _F.SCHOOL_CLASS,
    "年": _F.GRADE,
    "生徒": _F.FULL_NAME,
    "児童": _F.FULL_NAME,
    "保護者": _F.GUARDIAN_NAME,
    "guardian": _F.GUARDIAN_NAME,
    "parent": _F.GUARDIAN_NAME,
    "tel": _F.GUARDIAN_PHONE,
    "sex": _F.GENDER,
}
_WORDS: Final = (
    (_F.BIRTH_DATE, re.compile("生年月日|誕生日|生年|birth|dob")),
    (_F.GRADE, re.compile("学年|年組|grade|schoolyear")),
    (_F.SCHOOL_CLASS, re.compile("組$|くらす|学級|class|homeroom")),
    (_F.GENDER, re.compile("性別|男女|gender")),
    (_F.GUARDIAN_RELATIONSHIP, re.compile("続柄|続き柄|間柄|relation")),
    (_F.GUARDIAN_MAIL, re.compile("めーる|めあど|mail")),
    (_F.GUARDIAN_PHONE, re.compile("電話|携帯|tel|phone|連絡先")),
)
_GUARDIANS: Final = frozenset({_F.GUARDIAN_MAIL, _F.GUARDIAN_PHONE})


def is_row_sent(heading: str) -> bool:
    """Say whether a column holds the rows' numbers in the file that was sent before."""
    return heading_key(heading) in _ROW_SENT


def meaning_of(heading: str) -> Meaning:
    """Tell what a column is from its heading."""
    text = heading_key(heading)
    if not text:
        return None
    for kind, words in _GUARDED:
        if words.search(text):
            return kind
    if text in _EXACT:
        return _EXACT[text]
    if _OTHERS.search(text):
        return None
    for field, words in _WORDS:
        if words.search(text):
            return None if _is_of_the_other(field, text) else field
    return _guardian(text) if _GUARDIAN.search(text) else _name(text)


def _is_of_the_other(field: RosterField, text: str) -> bool:
    """Nothing is ever sent to the child, and of a guardian no gender is asked."""
    if field in _GUARDIANS:
        return bool(_CHILD.search(text)) and not _GUARDIAN.search(text)
    return field is _F.GENDER and bool(_GUARDIAN.search(text))


def _guardian(text: str) -> Meaning:
    """A guardian's name has no reading here: the guardian gives it."""
    if _KANA.search(text) or _ROMAJI.search(text):
        return None
    return _F.GUARDIAN_NAME if re.search("名|name", text) else None


def _name(text: str) -> Meaning:
    script = "kana" if _KANA.search(text) else "romaji" if _ROMAJI.search(text) else ""
    if not script and not _NAME_WORDS.search(text):
        return None
    whole, family, given = _NAMES[script]
    rest = _WHOLE.sub("", _KANA.sub("", _ROMAJI.sub("", text)))
    if _FAMILY.search(rest):
        return family
    return given if _GIVEN.search(rest.replace("fullname", "")) else whole


#: What the columns of a roster can be.
VOCABULARY: Final = Vocabulary(
    RosterField,
    GuardedColumn,
    meaning_of,
    {whole: parts for whole, *parts in _NAMES.values()},
)
