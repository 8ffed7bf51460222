"""What a heading of a list of members means, in the languages of the partners."""

import pytest

from exchange.delegations.enums import GuardedMemberColumn, MemberField
from exchange.delegations.memberlist.columns import VOCABULARY, is_romanised, meaning_of

_F, _G = MemberField, GuardedMemberColumn


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("姓名", _F.FULL_NAME),
        ("中文姓名", _F.FULL_NAME),
        ("氏名", _F.FULL_NAME),
        ("氏　名（漢字）", _F.FULL_NAME),
        ("お名前", _F.FULL_NAME),
        ("Name", _F.FULL_NAME),
        ("Full name", _F.FULL_NAME),
        ("성명", _F.FULL_NAME),
        ("이름", _F.FULL_NAME),
        ("Vor- und Nachname", _F.FULL_NAME),
        ("Nom et prénom", _F.FULL_NAME),
        ("姓", _F.FAMILY_NAME),
        ("Nachname", _F.FAMILY_NAME),
        ("Familienname", _F.FAMILY_NAME),
        ("Nom", _F.FAMILY_NAME),
        ("Surname", _F.FAMILY_NAME),
        ("Last Name", _F.FAMILY_NAME),
        ("名", _F.GIVEN_NAME),
        ("Vorname", _F.GIVEN_NAME),
        ("Prénom", _F.GIVEN_NAME),
        ("Given name", _F.GIVEN_NAME),
        ("フリガナ", _F.FULL_KANA),
        ("氏名（カナ）", _F.FULL_KANA),
        ("日文讀音（カナ）", _F.FULL_KANA),
        ("フリガナ（姓）", _F.FAMILY_KANA),
        ("フリガナ 名", _F.GIVEN_KANA),
        ("セイ", _F.FAMILY_KANA),
        ("英文姓名", _F.PASSPORT_NAME),
        ("護照英文姓名", _F.PASSPORT_NAME),
        ("护照姓名（拼音）", _F.PASSPORT_NAME),
        ("Passport name", _F.PASSPORT_NAME),
        ("Name (as in passport)", _F.PASSPORT_NAME),
        ("Name im Reisepass", _F.PASSPORT_NAME),
        ("Nom sur le passeport", _F.PASSPORT_NAME),
        ("ローマ字氏名（旅券）", _F.PASSPORT_NAME),
        ("영문 성명(여권)", _F.PASSPORT_NAME),
        ("Passport surname", _F.PASSPORT_FAMILY),
        ("Given names as in passport", _F.PASSPORT_GIVEN),
        ("職稱", _F.TITLE),
        ("职务", _F.TITLE),
        ("役職", _F.TITLE),
        ("Titel", _F.TITLE),
        ("Funktion", _F.TITLE),
        ("Fonction", _F.TITLE),
        ("Title / Position", _F.TITLE),
        ("직위", _F.TITLE),
        ("職稱（日文）", _F.TITLE_JA),
        ("英文職稱", _F.TITLE_EN),
        ("Position (English)", _F.TITLE_EN),
        ("服務單位", _F.AFFILIATION),
        ("所属", _F.AFFILIATION),
        ("單位名稱", _F.AFFILIATION),
        ("会社名", _F.AFFILIATION),
        ("Dienststelle", _F.AFFILIATION),
        ("Organisation", _F.AFFILIATION),
        ("소속", _F.AFFILIATION),
        ("團內職務", _F.ROLE),
        ("団内の役割", _F.ROLE),
        ("Role", _F.ROLE),
        ("Rolle", _F.ROLE),
        ("역할", _F.ROLE),
        ("飲食禁忌", _F.DIET),
        ("食物アレルギー", _F.DIET),
        ("Dietary requirements", _F.DIET),
        ("Ernährung", _F.DIET),
        ("Régime alimentaire", _F.DIET),
        ("식사", _F.DIET),
        ("車椅子の利用", _F.MOBILITY),
        ("Mobility needs", _F.MOBILITY),
        ("輪椅", _F.MOBILITY),
        ("同伴者", _F.COMPANION),
        ("Accompanying person of", _F.COMPANION),
        ("配偶", _F.COMPANION),
        ("護照號碼", _G.PASSPORT_NUMBER),
        ("旅券番号", _G.PASSPORT_NUMBER),
        ("護照", _G.PASSPORT_NUMBER),
        ("Passport No.", _G.PASSPORT_NUMBER),
        ("Passport expiry", _G.PASSPORT_NUMBER),
        ("Numéro de passeport", _G.PASSPORT_NUMBER),
        ("Reisepassnummer", _G.PASSPORT_NUMBER),
        ("여권번호", _G.PASSPORT_NUMBER),
        ("身分證字號", _G.PASSPORT_NUMBER),
        ("アレルギー", _G.HEALTH),
        ("健康狀況", _G.HEALTH),
        ("Health notes", _G.HEALTH),
        ("Allergies", _G.HEALTH),
        ("Santé", _G.HEALTH),
        ("出生年月日", _G.BIRTH),
        ("Date of birth", _G.BIRTH),
        ("Geburtsdatum", _G.BIRTH),
        ("", None),
        ("性別", None),
        ("E-Mail", None),
        ("序號", None),
        ("備註", None),
        ("No.", None),
        ("Anrede", None),
        ("Wappen", None),
    ],
)
def test_a_heading_is_told_in_seven_languages(heading: str, meaning: object) -> None:
    assert meaning_of(heading) is meaning


def test_parts_of_a_name_go_before_the_whole_and_guarded_columns_stay_guarded() -> None:
    headings = ["Name", "Surname", "First name", "Passport No."]
    assert VOCABULARY.tell(headings, {"passportno": "title", "name": "title"}) == {
        0: _F.TITLE,
        1: _F.FAMILY_NAME,
        2: _F.GIVEN_NAME,
        3: _G.PASSPORT_NUMBER,
    }
    assert VOCABULARY.tell(headings, {}) == {
        1: _F.FAMILY_NAME,
        2: _F.GIVEN_NAME,
        3: _G.PASSPORT_NUMBER,
    }


def test_latin_letters_are_not_the_passports_unless_the_heading_says_so() -> None:
    assert is_romanised("英文姓名")
    assert not is_romanised("護照英文姓名")
    assert not is_romanised("姓名")
