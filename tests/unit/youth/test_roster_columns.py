"""What a heading means, however offices write it."""

import pytest

from exchange.documents.lists.columns import heading_key
from exchange.youth.enums.rosters import GuardedColumn, RosterField
from exchange.youth.roster.columns import VOCABULARY, meaning_of

_F, _G = RosterField, GuardedColumn


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("氏名", _F.FULL_NAME),
        ("氏　名", _F.FULL_NAME),
        ("生徒氏名（漢字）", _F.FULL_NAME),
        ("生徒名", _F.FULL_NAME),
        ("お名前", _F.FULL_NAME),
        ("児童", _F.FULL_NAME),
        ("Name", _F.FULL_NAME),
        ("姓", _F.FAMILY_NAME),
        ("氏", _F.FAMILY_NAME),
        ("氏名（姓）", _F.FAMILY_NAME),
        ("Family name", _F.FAMILY_NAME),
        ("名", _F.GIVEN_NAME),
        ("氏名 名", _F.GIVEN_NAME),
        ("First Name", _F.GIVEN_NAME),
        ("ﾌﾘｶﾞﾅ", _F.FULL_KANA),
        ("フリガナ", _F.FULL_KANA),
        ("氏名（カナ）", _F.FULL_KANA),
        ("よみがな", _F.FULL_KANA),
        ("セイ", _F.FAMILY_KANA),
        ("ふりがな（姓）", _F.FAMILY_KANA),
        ("フリガナ名", _F.GIVEN_KANA),
        ("ローマ字", _F.FULL_ROMAJI),
        ("ローマ字（姓）", _F.FAMILY_ROMAJI),
        ("ローマ字 名", _F.GIVEN_ROMAJI),
        ("生年月日", _F.BIRTH_DATE),
        ("生年月日(西暦)", _F.BIRTH_DATE),
        ("学年", _F.GRADE),
        ("年・組", _F.GRADE),
        ("組", _F.SCHOOL_CLASS),
        ("クラス", _F.SCHOOL_CLASS),
        ("保護者", _F.GUARDIAN_NAME),
        ("保護者氏名", _F.GUARDIAN_NAME),
        ("保護者の続柄", _F.GUARDIAN_RELATIONSHIP),
        ("続柄", _F.GUARDIAN_RELATIONSHIP),
        ("メールアドレス", _F.GUARDIAN_MAIL),
        ("保護者E-mail", _F.GUARDIAN_MAIL),
        ("電話番号", _F.GUARDIAN_PHONE),
        ("TEL", _F.GUARDIAN_PHONE),
        ("緊急連絡先", _F.GUARDIAN_PHONE),
        ("アレルギー", _G.HEALTH),
        ("健康上の配慮", _G.HEALTH),
        ("持病・服薬", _G.HEALTH),
        ("血液型", _G.HEALTH),
        ("食事の制限", _G.DIET),
        ("食物アレルギー", _G.DIET),
        ("パスポート番号", _G.PASSPORT),
        ("旅券の有効期限", _G.PASSPORT),
        ("ローマ字（パスポート）", _G.PASSPORT),
        ("マイナンバー", _G.MY_NUMBER),
        ("個人番号", _G.MY_NUMBER),
        ("", None),
        ("No.", None),
        ("性別", _F.GENDER),
        ("男女", _F.GENDER),
        ("Sex", _F.GENDER),
        ("保護者の性別", None),
        ("住所", None),
        ("備考", None),
        ("学校名", None),
        ("担任氏名", None),
        ("生徒メール", None),
        ("本人電話", None),
        ("保護者ふりがな", None),
        ("直すところ", None),
        ("元の行", None),
        ("Row in the file sent", None),
    ],
)
def test_a_heading_means_what_the_office_says(
    heading: str, meaning: RosterField | GuardedColumn | None
) -> None:
    assert meaning_of(heading) == meaning


def test_a_field_comes_from_its_first_column_and_parts_go_before_the_whole() -> None:
    assert VOCABULARY.tell(["氏名", "氏名", "姓", "名"], {}) == {
        2: _F.FAMILY_NAME,
        3: _F.GIVEN_NAME,
    }
    assert VOCABULARY.tell(["氏名", "生徒名"], {}) == {0: _F.FULL_NAME}
    assert VOCABULARY.tell(["アレルギー", "持病"], {}) == {0: _G.HEALTH, 1: _G.HEALTH}


def test_what_was_said_goes_before_the_guess_but_never_opens_what_is_not_stored() -> None:
    said = {
        heading_key("だれ"): "full_name",
        heading_key("氏名"): "",
        heading_key("アレルギー"): "school_class",
        heading_key("組"): "no such field",
    }
    assert VOCABULARY.tell(["だれ", "氏名", "アレルギー", "組"], said) == {
        0: _F.FULL_NAME,
        2: _G.HEALTH,
    }
