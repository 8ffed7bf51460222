"""What the column of a list of members is, told from its heading in the partners' languages."""

import re
from typing import Final

from exchange.core.text import fold
from exchange.delegations.enums import GuardedMemberColumn, MemberField
from exchange.documents.lists.columns import Vocabulary, heading_key

#: What a heading can stand for: taken over, never stored, or None, which is not read.
Meaning = MemberField | GuardedMemberColumn | None

_F, _G = MemberField, GuardedMemberColumn


def _words(text: str) -> re.Pattern[str]:
    """Return a pattern of words as `heading_key` leaves headings: folded, without marks."""
    return re.compile("|".join(fold(word) for word in text.split()))


_PASSPORT: Final = _words("旅券 パスポート 護照 护照 passport reisepass passeport 여권")
_NAMED: Final = _words(
    "氏名 名前 姓名 姓 名 英文 英字 ローマ字 拼音 表記 綴り name nom vorname spelling"
    " 성명 이름 영문 성"
)
_NUMBERED: Final = _words(
    "番号 号 號碼 号码 期限 有効 效期 発行 簽發 number numero nummer expir valid issue"
    " 번호 만료 발급"
)
_GUARDED: Final = (
    (
        _G.PASSPORT_NUMBER,
        _words(
            "身分證 身份证 身分証 マイナンバー 個人番号 idnumber idcard idno ausweis passnummer"
            " pieced'identité 주민등록 신분증"
        ),
    ),
    (_G.BIRTH, _words("生年月日 誕生 出生 birth dob geburt geboren naissance 생년월일 생일")),
)
_HEALTH: Final = _words(
    "アレルギー 健康 既往 持病 病 服薬 薬 血液 医療 過敏 過敏原 疾病 用藥 药 allerg health medic"
    " illness blood krank gesundheit sante maladie 알레르기 건강 질병 복용 혈액"
)
_DIET: Final = _words(
    "食事 食物 飲食 饮食 忌口 素食 葷素 菜食 食べ ベジ ハラル diet meal food vegetarian essen"
    " ernährung verpflegung kost repas régime aliment 식사 음식 식단 채식"
)
#: Names of something else, though they hold the words below.
_OTHERS: Final = _words(
    "電話 手機 携帯 mail メール phone ^tel telefon fax 性別 gender geschlecht sexe 国籍 national"
    " 住所 住址"
    " address adresse 備考 備註 备注 remark bemerk remarque 비고 敬称 稱謂 称谓 honorific anrede"
    " civilit 写真 照片 photo ホテル 飯店 酒店 hotel room 航班 便名 flight 編號 编号 序號 序号 순번"
    " 전화 성별 국적 주소 이메일 호텔"
)

_EXACT: Final = {
    fold(word): field
    for field, words in (
        (_F.FAMILY_NAME, "姓 氏 姓氏 名字 苗字 nom 성 성씨"),
        (_F.GIVEN_NAME, "名 名前（名） prenom"),
        (
            _F.FULL_NAME,
            "name names 이름 성명 団員 團員 团员 members vor-undnachname nometprénom prénometnom",
        ),
        (_F.FAMILY_KANA, "セイ"),
        (_F.GIVEN_KANA, "メイ"),
        (_F.ROLE, "役 役割 区分 rolle role rôle 역할 구분"),
        (_F.AFFILIATION, "所属 所屬 服務"),
    )
    for word in words.split()
}
_WORDS: Final = (
    (
        _F.MOBILITY,
        _words(
            "移動 車椅子 車いす 歩行 輪椅 轮椅 無障礙 无障碍 行動不便 介助 mobil wheelchair"
            " accessib"
            " barriere rollstuhl gehbehind fauteuil 휠체어 보행 거동"
        ),
    ),
    (
        _F.COMPANION,
        _words(
            "同伴 配偶 眷屬 眷属 家屬 家属 夫人 companion accompan spouse begleitperson begleitung"
            " conjoint accompagn 동반 배우자"
        ),
    ),
    (
        _F.ROLE,
        _words(
            "団内 團內 团内 団での役 役割 身分別 身份 團職 delegationrole roleinthedelegation"
            " rôle 역할"
        ),
    ),
    (_F.FULL_KANA, _words("ふりがな フリガナ カナ よみ 読み kana reading 読音")),
    (
        _F.TITLE,
        _words(
            "職稱 职称 職銜 职衔 職位 职位 職務 职务 頭銜 头衔 役職 職名 肩書 title position post"
            " jobtitle funktion function fonction titel amtsbez titre poste 직위 직함 직책 직급"
        ),
    ),
    (
        _F.AFFILIATION,
        _words(
            "所属 機關 机关 機構 机构 單位 单位 部門 部门 局處 局处 会社 公司 団体 勤務先 organis"
            " organiz affiliat department institution company office behörde dienststelle abteilung"
            " organisme service 소속 기관 부서 회사"
        ),
    ),
)
_ENGLISH: Final = _words("英文 英語 英语 英 english 영문 영어 anglais englisch")
_JAPANESE: Final = _words("日文 日語 日语 日本語 japan 일본어 일문")

_ROMAN: Final = _words(
    "ローマ字 英字 英文 英語 英名 拼音 羅馬 罗马 alphabet romaji roman latin pinyin english 로마자"
    " 영문"
)
_NAME: Final = _words("氏名 姓名 名前 お名前 名 姓 name nom 성명 이름")
_FAMILY: Final = _words(
    "姓$ 姓氏 氏$ 名字 苗字 family surname last nachname familienname nomdefamille 성$"
)
_GIVEN: Final = re.compile("(?<![姓氏])名$|first|given|vorname|prenom|forename")
_NAMES: Final = {
    "": (_F.FULL_NAME, _F.FAMILY_NAME, _F.GIVEN_NAME),
    "kana": (_F.FULL_KANA, _F.FAMILY_KANA, _F.GIVEN_KANA),
    "passport": (_F.PASSPORT_NAME, _F.PASSPORT_FAMILY, _F.PASSPORT_GIVEN),
}


def meaning_of(heading: str) -> Meaning:
    """Tell what a column is from its heading."""
    text = heading_key(heading)
    if not text:
        return None
    if kind := _guarded(text):
        return kind
    if text in _EXACT:
        return _EXACT[text]
    if _DIET.search(text):
        return _F.DIET
    if _OTHERS.search(text):
        return None
    return _worded(text)


def is_romanised(heading: str) -> bool:
    """Say whether a heading asks for Latin letters without naming the passport."""
    text = heading_key(heading)
    return _ROMAN.search(text) is not None and _PASSPORT.search(text) is None


def _guarded(text: str) -> GuardedMemberColumn | None:
    """Tell what is never stored; what is to be eaten is no matter of health."""
    if _PASSPORT.search(text) and (_NUMBERED.search(text) or not _NAMED.search(text)):
        return _G.PASSPORT_NUMBER
    for kind, words in _GUARDED:
        if words.search(text):
            return kind
    return _G.HEALTH if _HEALTH.search(text) and not _DIET.search(text) else None


def _worded(text: str) -> MemberField | None:
    for field, words in _WORDS:
        if words.search(text):
            return _in_language(text) if field is _F.TITLE else _part(field, text)
    if _PASSPORT.search(text) or _ROMAN.search(text):
        return _name(text, "passport")
    return _name(text, "") if _NAME.search(text) else None


def _in_language(text: str) -> MemberField:
    if _JAPANESE.search(text):
        return _F.TITLE_JA
    return _F.TITLE_EN if _ENGLISH.search(text) else _F.TITLE


def _part(field: MemberField, text: str) -> MemberField:
    return _name(text, "kana") if field is _F.FULL_KANA else field


def _name(text: str, script: str) -> MemberField:
    whole, family, given = _NAMES[script]
    is_family, is_given = bool(_FAMILY.search(text)), bool(_GIVEN.search(text))
    if is_family == is_given:
        return whole
    return family if is_family else given


#: What the columns of a list of members can be.
VOCABULARY: Final = Vocabulary(
    MemberField,
    GuardedMemberColumn,
    meaning_of,
    {whole: parts for whole, *parts in _NAMES.values()},
)
